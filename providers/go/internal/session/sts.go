package session

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"example.com/azure-to-aws-federation/providers/go/internal/azure"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

// Granted is what STS gave. Expires: seconds since 1970; ARN: who the caller is now, or empty.
type Granted struct {
	accessKeyID, secretAccessKey, sessionToken string
	Expires                                    int64
	ARN                                        string
}

// AssumeRole asks STS for a session. A failure has the code of STS, its words, and the fix. Attempts are repeated until the
// context ends.
func AssumeRole(ctx context.Context, asked options.Options, claims azure.Claims, token, name string) (Granted, error) {
	place, err := guard.STS(asked.Region)
	if err != nil {
		return Granted{}, err
	}
	client, err := place.Client()
	if err != nil {
		return Granted{}, err
	}
	service := sts.New(sts.Options{
		Region: asked.Region, HTTPClient: client, Retryer: aws.NopRetryer{}, BaseEndpoint: aws.String(place.String() + "/"), Credentials: aws.AnonymousCredentials{},
	})
	var granted Granted
	err = guard.Retrying(ctx, func(ctx context.Context) error {
		client.Answer, client.Failure = nil, nil
		answer, err := service.AssumeRoleWithWebIdentity(ctx, &sts.AssumeRoleWithWebIdentityInput{
			RoleArn: &asked.RoleARN, RoleSessionName: &name, WebIdentityToken: &token, DurationSeconds: &asked.DurationSeconds,
		})
		switch {
		case client.Failure != nil:
			return client.Failure
		case client.Answer == nil:
			return failure.New("sts-refused", failure.Fields{"reply": failure.OneLine(err.Error(), token, 700)})
		case client.Answer.Status != http.StatusOK:
			return refusal(*client.Answer, err, place, asked, claims, token)
		}
		granted, err = grantedBy(answer, place)
		return err
	})
	return granted, err
}

// Caller asks STS whose credentials a session has, and returns the ARN. A failure has the words of STS.
func Caller(ctx context.Context, asked options.Options, made Session) (string, error) {
	place, err := guard.STS(asked.Region)
	if err != nil {
		return "", err
	}
	client, err := place.Client()
	if err != nil {
		return "", err
	}
	keys := made.Keys()
	service := sts.New(sts.Options{
		Region: asked.Region, HTTPClient: client, Retryer: aws.NopRetryer{}, BaseEndpoint: aws.String(place.String() + "/"),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: keys.AccessKeyId, SecretAccessKey: keys.SecretAccessKey, SessionToken: keys.SessionToken}, nil
		}),
	})
	arn := ""
	err = guard.Retrying(ctx, func(ctx context.Context) error {
		client.Answer, client.Failure = nil, nil
		answer, err := service.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		switch {
		case client.Failure != nil:
			return client.Failure
		case err == nil && strings.HasPrefix(aws.ToString(answer.Arn), "arn:"):
			arn = failure.OneLine(*answer.Arn, "", 300)
			return nil
		}
		status, code, text := 0, "", ""
		if client.Answer != nil {
			status = client.Answer.Status
		}
		var said smithy.APIError
		if errors.As(err, &said) {
			code, text = said.ErrorCode(), said.ErrorMessage()
		}
		reply := failure.Answered(place.Service, strings.TrimSpace(strconv.Itoa(status)+" "+code), text)
		return &failure.Failure{Passing: status >= http.StatusInternalServerError, Noted: failure.OneLine(reply, keys.SecretAccessKey, 700)}
	})
	return arn, err
}

func grantedBy(answer *sts.AssumeRoleWithWebIdentityOutput, place guard.Endpoint) (Granted, error) {
	if answer == nil || answer.Credentials == nil || answer.Credentials.Expiration == nil || aws.ToString(answer.Credentials.AccessKeyId) == "" ||
		aws.ToString(answer.Credentials.SecretAccessKey) == "" || aws.ToString(answer.Credentials.SessionToken) == "" {
		return Granted{}, &failure.Failure{Passing: true, Attempts: 3, Messages: []failure.Message{{
			Code: "sts-no-credentials", Fields: failure.Fields{"service": place.Service},
		}}}
	}
	found := answer.Credentials
	if !found.Expiration.After(pace.Now()) {
		return Granted{}, failure.New("sts-clock", failure.Fields{"expires": azure.UTC(found.Expiration.Unix())})
	}
	granted := Granted{
		accessKeyID: *found.AccessKeyId, secretAccessKey: *found.SecretAccessKey, sessionToken: *found.SessionToken, Expires: found.Expiration.Unix(),
	}
	if answer.AssumedRoleUser != nil {
		granted.ARN = aws.ToString(answer.AssumedRoleUser.Arn)
	}
	return granted, nil
}

// What AWS says of a provider that does not exist. Since 2026 it is reported to say the second, also for an audience that the
// provider does not list. Among them is a provider that was just created.
const noProvider, notValidated = "No OpenIDConnect provider found", "web identity token provided could not be validated"

func refusal(answer guard.Answer, err error, place guard.Endpoint, asked options.Options, claims azure.Claims, token string) error {
	known := knowledge.Get().STS
	code, text := "", ""
	var said smithy.APIError
	// The SDK gives an answer that it cannot read a code, which AWS did not say.
	if errors.As(err, &said) && strings.Contains(string(answer.Body), "<Code>") {
		code, text = failure.OneLine(said.ErrorCode(), token, 100), failure.OneLine(said.ErrorMessage(), token, 700)
	}
	shown := code
	if shown == "" {
		shown = "without a code"
	}
	reply := failure.Answered(place.Service, strconv.Itoa(answer.Status)+" "+shown, text)
	switch {
	case answer.Status >= 300 && answer.Status < 400:
		return failure.New("redirect-refused", failure.Fields{"service": place.Service, "status": answer.Status})
	case slices.Contains(known.Passing, code), answer.Status == http.StatusTooManyRequests, answer.Status >= 500:
		return &failure.Failure{Passing: true, RetryAfter: guard.RetryAfter(answer.Header), Messages: []failure.Message{{
			Code: "sts-trouble", Fields: failure.Fields{"reply": reply},
		}}}
	}
	refused, age := slices.Contains(known.Refused, code), ""
	if refused {
		age = azure.AgeRemark(claims)
	}
	return &failure.Failure{
		Refused: refused, Awaited: code == "AccessDenied" || strings.Contains(text, noProvider) || strings.Contains(text, notValidated),
		Messages: []failure.Message{{Code: remedy(code, text), Fields: failure.Fields{
			"role": asked.RoleARN, "account": strings.Split(asked.RoleARN, ":")[4], "issuer": failure.OneLine(claims.Issuer, "", 300),
			"audience": failure.OneLine(claims.ComparedAudience(), "", 300), "subject": failure.OneLine(claims.Subject, "", 300),
			"region": asked.Region, "duration": asked.DurationSeconds, "age": age, "reply": reply,
		}}},
	}
}

// remedy is the code of the message that explains a refusal. credential-helper/azure_to_aws/sts_remedies.py has the sources.
func remedy(code, text string) string {
	has := func(words string) bool { return strings.Contains(text, words) }
	switch code {
	case "AccessDenied":
		return "sts-access-denied"
	case "ExpiredTokenException":
		return "sts-token-expired"
	case "RegionDisabledException":
		return "sts-region-disabled"
	case "IDPRejectedClaim":
		return "sts-claim-rejected"
	case "ValidationError":
		if has("MaxSessionDuration") {
			return "sts-duration"
		}
	case "InvalidIdentityToken":
		switch {
		case has(noProvider):
			return "sts-no-provider"
		case has(notValidated):
			return "sts-not-validated"
		case strings.Contains(strings.ToLower(text), "audience"):
			return "sts-audience-not-listed"
		case has("verification key"):
			return "sts-issuer-keys"
		default:
			return "sts-token-invalid"
		}
	}
	return "sts-refused"
}
