package azuretoaws

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
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

// refusals says what an answer means: the first pattern that fits "<service> <HTTP status> <code>: <text>" decides. The status is
// 0 if nothing has answered. The table is the same for the providers of all languages.
var refusals []struct{ Pattern, Code, Text string }

//go:embed refusals.json
var refusalsJSON []byte

func init() { _ = json.Unmarshal(refusalsJSON, &refusals) }

// What must not be shown, the part of an error that says most, and a place in a text that has no value.
var tokens, sentence, open = regexp.MustCompile(`eyJ[\w-]{6,}(\.[\w-]*)*`), regexp.MustCompile(`AADSTS\d+: [^"\\]+`), regexp.MustCompile(`\{\w+}`)

// explainAzure says why there is no token.
func (o Options) explainAzure(cause error) *Error {
	service, status := "Azure", 0
	if os.Getenv("IDENTITY_ENDPOINT") != "" {
		service = "Azure's identity endpoint"
	}
	var failed *azidentity.AuthenticationFailedError
	if errors.As(cause, &failed) && failed.RawResponse != nil {
		status = failed.RawResponse.StatusCode
	}
	return o.explain(service, strconv.Itoa(status), cause.Error(), nil, cause)
}

// explainSTS says why there is no session for a token with these claims.
func (o Options) explainSTS(cause error, claims map[string]string) *Error {
	var answer *http.ResponseError
	var refused smithy.APIError
	if !errors.As(cause, &answer) {
		return o.explain("AWS STS", "0", cause.Error(), claims, cause)
	}
	status := strconv.Itoa(answer.HTTPStatusCode())
	if errors.As(cause, &refused) {
		return o.explain("AWS STS", status+" "+refused.ErrorCode(), refused.ErrorMessage(), claims, cause)
	}
	// What cannot be read may have the keys in it.
	return o.explain("AWS STS", status, "no readable answer", claims, cause)
}

// explain says what an answer means, and then what the service has said.
func (o Options) explain(service, status, said string, claims map[string]string, cause error) *Error {
	said = strings.Join(strings.Fields(tokens.ReplaceAllString(said, "<token>")), " ")
	answer, e := fmt.Sprintf("%s %s: %s", service, status, said), &Error{cause: cause}
	for _, each := range refusals {
		if e.Code == "" && regexp.MustCompile("(?i)"+each.Pattern).MatchString(answer) {
			e.Code, e.text = each.Code, each.Text
		}
	}
	// AWS compares the client ID of a token of version 2, which is in azp.
	values := strings.NewReplacer("{audience}", o.Audience, "{client}", cmp.Or(o.ClientID, "(none)"), "{role}", o.RoleARN, "{region}", o.Region,
		"{seconds}", strconv.Itoa(int(o.DurationSeconds)), "{iss}", claims["iss"], "{aud}", cmp.Or(claims["azp"], claims["aud"]), "{sub}", claims["sub"])
	reply := fmt.Sprintf("%s: %.700s", strings.TrimSuffix(service+" "+status, " 0"), cmp.Or(sentence.FindString(said), said))
	e.text = open.ReplaceAllString(values.Replace(e.text), "(none)") + ". " + reply
	return e
}
