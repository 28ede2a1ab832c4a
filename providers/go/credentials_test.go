package azuretoaws

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
)

const (
	role     = "arn:aws:iam::111122223333:role/reports"
	audience = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/reports"
	// The claims are {"uti":"Zx9-kQ_p"}.
	token = "eyJhbGciOiJSUzI1NiJ9.eyJ1dGkiOiJaeDkta1FfcCJ9.c2lnbmF0dXJl"
)

// clouds plays Azure Identity and, as an HTTP client of the real SDK, AWS STS.
type clouds struct {
	mutex          sync.Mutex
	tokenCalls     []time.Time
	stsCalls       []url.Values
	azure          func(ctx context.Context) error // The answer of Azure if it is not a token.
	sts            func() (int, string)            // The answer of STS if it is not a session.
	sessionSeconds time.Duration
}

func (c *clouds) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.mutex.Lock()
	c.tokenCalls = append(c.tokenCalls, time.Now())
	c.mutex.Unlock()
	if len(options.Scopes) != 1 || options.Scopes[0] != audience+"/.default" {
		return azcore.AccessToken{}, fmt.Errorf("scopes %v", options.Scopes)
	}
	time.Sleep(100 * time.Millisecond)
	if c.azure != nil {
		if err := c.azure(ctx); err != nil {
			return azcore.AccessToken{}, err
		}
	}
	return azcore.AccessToken{Token: token, ExpiresOn: time.Now().Add(24 * time.Hour)}, nil
}

func (c *clouds) Do(request *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(request.Body)
	form, _ := url.ParseQuery(string(body))
	c.mutex.Lock()
	c.stsCalls = append(c.stsCalls, form)
	number := len(c.stsCalls)
	c.mutex.Unlock()
	status, text := 200, fmt.Sprintf(`<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
		<AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>secret-key</SecretAccessKey><SessionToken>session-token</SessionToken><Expiration>%s</Expiration>
		</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`, number, time.Now().Add(c.sessionSeconds).UTC().Format(time.RFC3339))
	if c.sts != nil {
		if other, answer := c.sts(); other != 0 {
			status, text = other, answer
		}
	}
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(text)), Request: request}, nil
}

func (c *clouds) config() aws.Config {
	return aws.Config{Region: "eu-west-1", HTTPClient: c}
}

func (c *clouds) credentials(t *testing.T, change ...func(*Options)) *aws.CredentialsCache {
	t.Helper()
	if c.sessionSeconds == 0 {
		c.sessionSeconds = time.Hour
	}
	options := Options{RoleARN: role, Audience: audience, Credential: c}
	for _, each := range change {
		each(&options)
	}
	credentials, err := New(c.config(), options)
	if err != nil {
		t.Fatal(err)
	}
	return credentials
}

func refusal(code, message string) func() (int, string) {
	return func() (int, string) {
		return 403, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message + "</Message></Error></ErrorResponse>"
	}
}

func retrieve(t *testing.T, credentials *aws.CredentialsCache) aws.Credentials {
	t.Helper()
	found, err := credentials.Retrieve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// failure is the error of the next call.
func failure(t *testing.T, credentials *aws.CredentialsCache) *Error {
	t.Helper()
	_, err := credentials.Retrieve(context.Background())
	var found *Error
	if !errors.As(err, &found) {
		t.Fatalf("expected an *Error, got %v", err)
	}
	if text := err.Error(); strings.Contains(text, "eyJ") || strings.Contains(text, "secret-key") {
		t.Fatalf("a secret is in %s", text)
	}
	return found
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: expected %v, got %v", what, want, got)
	}
}

func TestFiftyCallersShareOneSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{}
		credentials := c.credentials(t)
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() { expect(t, "key", retrieve(t, credentials).AccessKeyID, "ASIA1") })
		}
		callers.Wait()
		expect(t, "token requests", len(c.tokenCalls), 1)
		expect(t, "STS calls", len(c.stsCalls), 1)
		form := c.stsCalls[0]
		host, _ := os.Hostname()
		expect(t, "role", form.Get("RoleArn"), role)
		expect(t, "token", form.Get("WebIdentityToken"), token)
		expect(t, "duration", form.Get("DurationSeconds"), "3600")
		expect(t, "session name", form.Get("RoleSessionName"), host+"@Zx9-kQ_p")
	})
}

func TestTwelveHoursTakeOneCallPerSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{}
		credentials := c.credentials(t)
		for end := time.Now().Add(12 * time.Hour); time.Now().Before(end); time.Sleep(time.Second) {
			found := retrieve(t, credentials)
			expect(t, "account", found.AccountID, "111122223333")
		}
		// Each session serves 45 of its 60 minutes.
		expect(t, "STS calls", len(c.stsCalls), 16)
	})
}

func TestShortSessionsServeForHalfOfTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{sessionSeconds: 900 * time.Second}
		credentials := c.credentials(t, func(o *Options) { o.DurationSeconds = 900 })
		for range 900 {
			retrieve(t, credentials)
			time.Sleep(time.Second)
		}
		expect(t, "STS calls", len(c.stsCalls), 2)
	})
}

func TestAClockThatIsBehindDoesNotStretchASession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{sessionSeconds: 3 * time.Hour}
		found := retrieve(t, c.credentials(t))
		expect(t, "renewal", found.Expires.Sub(time.Now()).Round(time.Second), 45*time.Minute)
	})
}

func TestOutages(t *testing.T) {
	for name, outage := range map[string]func(*clouds, bool){
		"Azure": func(c *clouds, fails bool) {
			c.azure = func(context.Context) error {
				if fails {
					return errors.New("ManagedIdentityCredential: dial tcp: connection refused")
				}
				return nil
			}
		},
		"STS": func(c *clouds, fails bool) {
			c.sts = func() (int, string) {
				if fails {
					return 503, "<h1>503</h1>"
				}
				return 0, ""
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &clouds{}
				credentials := c.credentials(t)
				retrieve(t, credentials)
				start := time.Now()
				outage(c, true)
				var log bytes.Buffer
				ctx := middleware.SetLogger(context.Background(), logging.NewStandardLogger(&log))
				for time.Since(start) < 59*time.Minute {
					found, err := credentials.Retrieve(ctx)
					expect(t, "error", err, nil)
					expect(t, "key", found.AccessKeyID, "ASIA1")
					time.Sleep(time.Second)
				}
				attempts := c.tokenCalls[1:]
				if len(attempts) < 20 || len(attempts) > 28 {
					t.Fatalf("%d attempts in 14 minutes", len(attempts))
				}
				for index, at := range attempts[1:] {
					if pause := at.Sub(attempts[index]); pause < 30*time.Second {
						t.Fatalf("attempts within %v", pause)
					}
				}
				if log := log.String(); !strings.Contains(log, "[session-not-renewed]") || strings.Contains(log, "eyJ") {
					t.Fatalf("log: %s", log)
				}
				time.Sleep(time.Minute)
				code := map[string]string{"Azure": "service-unreachable", "STS": "sts-trouble"}[name]
				expect(t, "code after the end", failure(t, credentials).Code, code)
				outage(c, false)
				time.Sleep(10 * time.Second)
				if retrieve(t, credentials).AccessKeyID == "ASIA1" {
					t.Fatal("the old session is still in use")
				}
			})
		})
	}
}

func TestARefusalKeepsTheLastSessionToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{}
		credentials := c.credentials(t)
		retrieve(t, credentials)
		c.sts = refusal("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
		time.Sleep(50 * time.Minute)
		expect(t, "key", retrieve(t, credentials).AccessKeyID, "ASIA1")
		time.Sleep(10 * time.Minute)
		expect(t, "code", failure(t, credentials).Code, "sts-access-denied")
	})
}

func TestAFailureIsRepeatedForFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{sts: refusal("AccessDenied", "no")}
		credentials := c.credentials(t)
		for range 100 {
			failure(t, credentials)
			time.Sleep(100 * time.Millisecond)
		}
		expect(t, "STS calls", len(c.stsCalls), 2)
		c.sts = nil
		time.Sleep(5 * time.Second)
		retrieve(t, credentials)
	})
}

func TestSilenceEndsAnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &clouds{}
		silent := func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}
		c.azure = silent
		credentials := c.credentials(t)
		start := time.Now()
		expect(t, "code", failure(t, credentials).Code, "service-timeout")
		expect(t, "first attempt", time.Since(start), 48*time.Second)
		c.azure = nil
		time.Sleep(5 * time.Second)
		retrieve(t, credentials)
		c.azure = silent
		time.Sleep(46 * time.Minute)
		start = time.Now()
		retrieve(t, credentials)
		expect(t, "attempt with a valid session", time.Since(start), 10*time.Second)
	})
}

func TestCodes(t *testing.T) {
	azure := func(text string) func(*clouds) {
		return func(c *clouds) { c.azure = func(context.Context) error { return errors.New(text) } }
	}
	sts := func(code, message string) func(*clouds) { return func(c *clouds) { c.sts = refusal(code, message) } }
	body := func(status int, text string) func(*clouds) {
		return func(c *clouds) { c.sts = func() (int, string) { return status, text } }
	}
	for code, prepare := range map[string]func(*clouds){
		"entra-not-assigned":         azure(`{"error_description": "AADSTS501051: Application 'x' is not assigned. Trace ID: y", "t": "` + token + `"}`),
		"entra-no-service-principal": azure("AADSTS500011: The resource principal named api://x was not found"),
		"entra-application-disabled": azure("AADSTS500014: disabled"),
		"token-file-unreadable":      azure("WorkloadIdentityCredential: open /var/run/token: no such file or directory"),
		"token-request-refused":      azure("something else"),
		"certificate-untrusted":      azure("tls: failed to verify certificate: x509: certificate signed by unknown authority"),
		"sts-access-denied":          sts("AccessDenied", "Not authorized for "+token),
		"sts-no-provider":            sts("InvalidIdentityToken", "No OpenIDConnect provider found in your account"),
		"sts-not-validated":          sts("InvalidIdentityToken", "The web identity token provided could not be validated"),
		"sts-audience-not-listed":    sts("InvalidIdentityToken", "Incorrect token audience"),
		"sts-issuer-keys":            sts("InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider"),
		"sts-token-invalid":          sts("InvalidIdentityToken", "else"),
		"sts-duration":               sts("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."),
		"sts-token-expired":          sts("ExpiredTokenException", "Token expired"),
		"sts-region-disabled":        sts("RegionDisabledException", "STS is not activated in this region"),
		"sts-claim-rejected":         sts("IDPRejectedClaim", "rejected"),
		"sts-refused":                sts("ValidationError", "else"),
		"sts-trouble":                sts("Throttling", "Rate exceeded"),
		"sts-no-credentials":         body(200, "<html>Sign in</html>"),
		"sts-clock":                  func(c *clouds) { c.sessionSeconds = -time.Minute },
	} {
		t.Run(code, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &clouds{}
				prepare(c)
				found := failure(t, c.credentials(t))
				expect(t, "code", found.Code, code)
				if !strings.HasSuffix(found.Error(), " ["+code+"]") {
					t.Fatalf("the code does not end %s", found)
				}
				if found.Unwrap() == nil && code != "sts-clock" || strings.Contains(found.Error(), "{") {
					t.Fatalf("cause %v of %s", found.Unwrap(), found)
				}
			})
		})
	}
}

func TestTheErrorNamesEveryOption(t *testing.T) {
	for _, name := range []string{"AWS_ROLE_ARN", "AZURE_TO_AWS_AUDIENCE", "AZURE_CLIENT_ID", "AWS_REGION"} {
		t.Setenv(name, "")
	}
	_, err := New(aws.Config{}, Options{RoleARN: "reports", ClientID: "x", DurationSeconds: 60, SessionName: "a b"})
	want := `RoleARN: expected an IAM role's ARN, arn:aws:iam::<account>:role/<name>; got "reports". Set Options.RoleARN or AWS_ROLE_ARN [helper-option-value]
Audience: expected the application ID URI, such as api://<tenant ID>/<name>; got "". Set Options.Audience or AZURE_TO_AWS_AUDIENCE [helper-option-missing]
ClientID: expected a GUID, the client ID of the managed identity; got "x". Set Options.ClientID or AZURE_CLIENT_ID [helper-option-value]
Region: expected the name of an AWS region, such as eu-west-1; got "". Set Options.Region or AWS_REGION [helper-option-missing]
SessionName: expected 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -; got "a b". Set Options.SessionName [helper-option-value]
DurationSeconds: expected whole seconds, 900 to 43200; got "60". Set Options.DurationSeconds [helper-option-value]`
	if err == nil || err.Error() != want {
		t.Fatalf("got\n%v", err)
	}
}

func TestOptionsComeFromTheEnvironment(t *testing.T) {
	t.Setenv("AWS_ROLE_ARN", role)
	t.Setenv("AZURE_TO_AWS_AUDIENCE", audience)
	t.Setenv("AZURE_CLIENT_ID", "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10")
	t.Setenv("AWS_REGION", "eu-central-1")
	found, err := Options{}.complete(aws.Config{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "role", found.RoleARN, role)
	expect(t, "audience", found.Audience, audience)
	expect(t, "client ID", found.ClientID, "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10")
	expect(t, "region", found.Region, "eu-central-1")
	found, err = Options{Region: "us-west-2"}.complete(aws.Config{Region: "eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "region", found.Region, "us-west-2")
}

func TestSessionNamesFitSTS(t *testing.T) {
	t.Setenv("WEBSITE_SITE_NAME", strings.Repeat("ä long name ", 10))
	name := sessionName("Zx9-kQ_p")
	expect(t, "length", len(name), 64)
	if !strings.HasPrefix(name, "--long-name---") || !strings.HasSuffix(name, "-@Zx9-kQ_p") {
		t.Fatal(name)
	}
}
