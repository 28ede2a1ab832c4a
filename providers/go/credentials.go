// Package azuretoaws gives a program on Azure AWS credentials that renew themselves, without a stored key.
//
// Azure Identity gets a token of Entra for the audience, and the AWS SDK sends it to AWS STS. This package joins the two. It
// adds what they lack: errors with codes, all problems of the options at once, and the last session if its renewal fails.
package azuretoaws

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
)

// margin is how long before its end a session is renewed, as by the credential helper. An outage may last as long.
const margin = 15 * time.Minute

// What an attempt may take, and how long after a failure the next one follows: without a valid session, and with one. Callers
// wait for an attempt.
const patience, shortPatience, shortPause, pause = 48 * time.Second, 10 * time.Second, 5 * time.Second, 30 * time.Second

// New returns credentials for cfg.Credentials. Clients that share them share one session, which is renewed 15 minutes before
// its end.
//
// STS is called with the HTTP client, the endpoint, and the retries of cfg. The error names every problem of the options. New
// sends no request: the first call of a client does.
func New(cfg aws.Config, options Options) (*aws.CredentialsCache, error) {
	options, err := options.complete(cfg)
	if err != nil {
		return nil, err
	}
	client := sts.NewFromConfig(cfg, func(o *sts.Options) { o.Region = options.Region })
	return aws.NewCredentialsCache(&provider{Options: options, sts: client}), nil
}

// provider is an [aws.CredentialsProvider]. The cache around it makes one call at a time, so it needs no lock.
type provider struct {
	Options
	sts     *sts.Client
	ends    time.Time // When the last session ends.
	failure error     // Why the last attempt failed. Until retryAt, it is repeated without another attempt.
	retryAt time.Time
}

// Retrieve opens a session. Its Expires is when the cache must ask again.
func (p *provider) Retrieve(ctx context.Context) (aws.Credentials, error) {
	start, limit := now(), patience
	if start.Before(p.retryAt) {
		return aws.Credentials{}, p.failure
	}
	if start.Before(p.ends) {
		ctx, limit = policy.WithRetryOptions(ctx, policy.RetryOptions{MaxRetries: -1}), shortPatience
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	token, err := p.Credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{p.Audience + "/.default"}})
	if err != nil {
		return aws.Credentials{}, p.explainAzure(err)
	}
	claims := claimsOf(token.Token)
	answer, err := p.sts.AssumeRoleWithWebIdentity(ctx, &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: &p.RoleARN, WebIdentityToken: &token.Token, DurationSeconds: &p.DurationSeconds,
		RoleSessionName: aws.String(cmp.Or(p.SessionName, sessionName(cmp.Or(claims["uti"], claims["jti"])))),
	})
	if err != nil {
		return aws.Credentials{}, p.explainSTS(err, claims)
	}
	s := answer.Credentials
	if s == nil || s.AccessKeyId == nil || s.SecretAccessKey == nil || s.SessionToken == nil || s.Expiration == nil {
		return aws.Credentials{}, &Error{Code: "sts-no-credentials", text: "AWS STS answered without complete credentials. Check what answers at its address"}
	}
	// A clock that is behind would take the session for longer than it is.
	duration := time.Duration(p.DurationSeconds) * time.Second
	left := min(duration, s.Expiration.Sub(start))
	if left <= 0 {
		return aws.Credentials{}, &Error{Code: "sts-clock", text: "this machine's clock is wrong. The session that AWS gave ends at " + s.Expiration.String() + ", which is past. Set the clock"}
	}
	p.ends = start.Add(left)
	return aws.Credentials{
		AccessKeyID: *s.AccessKeyId, SecretAccessKey: *s.SecretAccessKey, SessionToken: *s.SessionToken,
		AccountID: strings.Split(p.RoleARN, ":")[4], Source: "AzureToAws",
		CanExpire: true, Expires: p.ends.Add(-min(margin, duration/2)),
	}, nil
}

// HandleFailToRefresh goes on with the last session while that is valid. AWS does not end it when a renewal fails.
func (p *provider) HandleFailToRefresh(ctx context.Context, last aws.Credentials, err error) (aws.Credentials, error) {
	at := now()
	if left := p.ends.Sub(at); left > 0 && last.HasKeys() {
		middleware.GetLogger(ctx).Logf(logging.Warn, "using the old session, which is valid for %v. Its renewal failed: %v [session-not-renewed]", left, err)
		last.Expires = at.Add(min(pause, left))
		return last, nil
	}
	if !at.Before(p.retryAt) {
		p.failure, p.retryAt = err, at.Add(shortPause)
	}
	return aws.Credentials{}, err
}

// now lacks the monotonic clock, which stands still while a VM is suspended.
func now() time.Time { return time.Now().Round(0) }
