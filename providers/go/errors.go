package azuretoaws

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// Error is why there are no credentials. Its text ends with the code in brackets, and contains neither a token nor a key.
type Error struct {
	Code  string // That of the credential helper. The error catalog has the cause and the fix of each.
	text  string
	cause error
}

func (e *Error) Error() string { return e.text + " [" + e.Code + "]" }

// Unwrap returns the error of Azure Identity or the AWS SDK.
func (e *Error) Unwrap() error { return e.cause }

// answers says what an answer of Azure or STS means. The first pattern that fits decides. It is compared with the service, the
// HTTP status (0 if nothing has answered), and the text of the SDK.
var answers []struct{ Pattern, Code, Text string }

//go:embed answers.json
var answersJSON []byte

func init() { _ = json.Unmarshal(answersJSON, &answers) }

// What must not be shown, and the part of an error that says most.
var tokens, sentence = regexp.MustCompile(`eyJ[\w-]{6,}(\.[\w-]*)*`), regexp.MustCompile(`AADSTS\d+: [^"\\]+|RequestID: .+`)

// explain says what an error of a service means, and then what the service has said.
func (o Options) explain(service string, cause error) *Error {
	status, said := 0, strings.Join(strings.Fields(tokens.ReplaceAllString(cause.Error(), "<token>")), " ")
	var azure *azidentity.AuthenticationFailedError
	var sts *http.ResponseError
	if errors.As(cause, &azure) && azure.RawResponse != nil {
		status = azure.RawResponse.StatusCode
	} else if errors.As(cause, &sts) {
		status = sts.HTTPStatusCode()
	}
	e, answer := &Error{cause: cause}, fmt.Sprintf("%s %d: %s", service, status, said)
	for _, each := range answers {
		if e.Code == "" && regexp.MustCompile(each.Pattern).MatchString(answer) {
			e.Code, e.text = each.Code, each.Text
		}
	}
	values := strings.NewReplacer("{audience}", o.Audience, "{client}", o.ClientID, "{role}", o.RoleARN, "{region}", o.Region)
	e.text = fmt.Sprintf("%s. %s: %.700s", values.Replace(e.text), service, cmp.Or(sentence.FindString(said), said))
	return e
}
