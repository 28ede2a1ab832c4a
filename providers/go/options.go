package azuretoaws

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/aws/aws-sdk-go-v2/aws"
)

// Options say which role a program assumes, and with which identity. The zero value takes all of them from the environment.
type Options struct {
	// RoleARN is the IAM role. Default: the variable AWS_ROLE_ARN.
	RoleARN string
	// Audience is the application ID URI, exactly as registered. Default: the variable AZURE_TO_AWS_AUDIENCE.
	Audience string
	// ClientID is the client ID of the managed identity. Default: the variable AZURE_CLIENT_ID, else the host's own identity.
	ClientID string
	// Region is that of STS. Default: the region of the aws.Config, else the variable AWS_REGION.
	Region string
	// DurationSeconds is how long a session lasts, from 900 to 43200. Default: 3600.
	DurationSeconds int32
	// SessionName is the role session name. Default: the name of the app or the host, "@", and the token's uti.
	SessionName string
	// Credential gets the tokens. Default: that of Azure Identity for workload identity in a pod of AKS, else for managed
	// identities. A secret in the environment is ignored, and so is the sign-in of a developer.
	Credential azcore.TokenCredential
}

// complete adds the defaults. The error names every problem.
func (o Options) complete(cfg aws.Config) (_ Options, err error) {
	o.Region, o.DurationSeconds = cmp.Or(o.Region, cfg.Region), cmp.Or(o.DurationSeconds, 3600)
	seconds := strconv.Itoa(int(o.DurationSeconds))
	var problems []error
	for _, option := range []struct {
		value                             *string
		name, variable, expected, pattern string
	}{
		{&o.RoleARN, "RoleARN", "AWS_ROLE_ARN", "an IAM role's ARN, arn:aws:iam::<account>:role/<name>", `arn:aws[a-z-]*:iam::\d{12}:role/[!-~]+`},
		{&o.Audience, "Audience", "AZURE_TO_AWS_AUDIENCE", "the application ID URI, such as api://<tenant ID>/<name>", `[!-~]+`},
		{&o.ClientID, "ClientID", "AZURE_CLIENT_ID", "a GUID, the client ID of the managed identity", `|[[:xdigit:]]{8}(-[[:xdigit:]]{4}){3}-[[:xdigit:]]{12}`},
		{&o.Region, "Region", "AWS_REGION", "the name of an AWS region, such as eu-west-1", `[a-z]+(-[a-z]+)+-\d+`},
		{&o.SessionName, "SessionName", "", "2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -", `|[\w+=,.@-]{2,64}`},
		{&seconds, "DurationSeconds", "", "whole seconds, 900 to 43200", `9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200`},
	} {
		*option.value = cmp.Or(*option.value, os.Getenv(option.variable))
		if !regexp.MustCompile("^(" + option.pattern + ")$").MatchString(*option.value) {
			code := map[bool]string{true: "helper-option-missing", false: "helper-option-value"}[*option.value == ""]
			source := strings.TrimSuffix("Options."+option.name+" or "+option.variable, " or ")
			problems = append(problems, &Error{Code: code, text: fmt.Sprintf("%s: expected %s; got %.300q. Set %s", option.name, option.expected, *option.value, source)})
		}
	}
	switch identity := azidentity.ClientID(o.ClientID); {
	case o.Credential != nil || len(problems) > 0:
	case os.Getenv("AZURE_FEDERATED_TOKEN_FILE") != "" && os.Getenv("AZURE_TENANT_ID") != "":
		o.Credential, err = azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{ClientID: o.ClientID})
	case identity == "":
		o.Credential, err = azidentity.NewManagedIdentityCredential(nil)
	default:
		o.Credential, err = azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ID: identity})
	}
	return o, errors.Join(append(problems, err)...)
}

// claimsOf returns the texts in a token, for messages and the session name. AWS checks the signature.
func claimsOf(token string) map[string]string {
	found, claims := map[string]any{}, map[string]string{}
	if parts := strings.Split(token, "."); len(parts) == 3 {
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		_ = json.Unmarshal(payload, &found)
	}
	for name, value := range found {
		claims[name], _ = value.(string)
	}
	return claims
}

// sessionName is <name of the app or host>@<ID of the token>, made to fit what STS allows: 2 to 64 characters.
func sessionName(id string) string {
	node, _ := os.Hostname()
	host, end := cmp.Or(os.Getenv("WEBSITE_SITE_NAME"), os.Getenv("CONTAINER_APP_NAME"), node), fmt.Sprintf("@%.40s", id)
	return regexp.MustCompile(`[^\w+=,.@-]`).ReplaceAllString(fmt.Sprintf("%.*s", 64-len(end), host)+end, "-")
}
