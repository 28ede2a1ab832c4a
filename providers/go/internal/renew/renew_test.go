package renew

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
)

const (
	role     = "arn:aws:iam::111122223333:role/reports"
	audience = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/reports"
	client   = "11111111-2222-4333-8444-555555555555"
	issuer   = "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/"
)

// clouds are the metadata service and AWS STS on loopback.
type clouds struct {
	stsCalls   atomic.Int32
	form       url.Values
	stsStatus  int
	stsCode    string
	imdsStatus int
	imdsBody   string
	arguments  []string
}

func start(t *testing.T) *clouds {
	t.Helper()
	c := &clouds{}
	server := httptest.NewServer(http.HandlerFunc(c.answer))
	t.Cleanup(server.Close)
	for _, name := range []string{"IDENTITY_ENDPOINT", "AZURE_FEDERATED_TOKEN_FILE", "MSI_ENDPOINT", "AWS_REGION", "AWS_DEFAULT_REGION"} {
		t.Setenv(name, "")
	}
	t.Setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.URL)
	t.Setenv("AWS_ENDPOINT_URL_STS", server.URL)
	c.arguments = []string{"--role-arn", role, "--audience", audience, "--client-id", client, "--session-name", "test", "--cache-dir", t.TempDir() + "/cache"}
	return c
}

func (c *clouds) answer(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		if c.imdsStatus != 0 {
			w.WriteHeader(c.imdsStatus)
			fmt.Fprint(w, c.imdsBody)
			return
		}
		claims := fmt.Sprintf(`{"iss":%q,"aud":%q,"sub":"99999999-2222-4333-8444-555555555555","exp":%d}`, issuer, audience, time.Now().Add(time.Hour).Unix())
		token := "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
		fmt.Fprintf(w, `{"access_token":%q,"expires_in":"3600","expires_on":"%d","resource":%q,"token_type":"Bearer"}`, token, time.Now().Add(time.Hour).Unix(), r.URL.Query().Get("resource"))
		return
	}
	c.stsCalls.Add(1)
	_ = r.ParseForm()
	c.form = r.PostForm
	if c.stsStatus != 0 {
		w.WriteHeader(c.stsStatus)
		fmt.Fprintf(w, `<ErrorResponse><Error><Code>%s</Code><Message>no</Message></Error></ErrorResponse>`, c.stsCode)
		return
	}
	fmt.Fprintf(w, `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
		<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>secret-key</SecretAccessKey><SessionToken>session-token</SessionToken><Expiration>%s</Expiration>
		</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
}

// code is that of the failure of a call.
func code(t *testing.T, arguments []string) string {
	t.Helper()
	_, _, err := Get(context.Background(), arguments)
	var failed *failure.Failure
	if !errors.As(err, &failed) {
		t.Fatalf("expected a failure, got %v", err)
	}
	if text := err.Error(); strings.Contains(text, "eyJ") || strings.Contains(text, "secret-key") {
		t.Fatalf("a secret is in %s", text)
	}
	text := failed.Error()
	return text[strings.LastIndex(text, "[")+1 : len(text)-1]
}

func TestASessionIsKeptForLaterCalls(t *testing.T) {
	c := start(t)
	for range 2 {
		found, warning, err := Get(context.Background(), c.arguments)
		if err != nil || warning != "" {
			t.Fatal(err, warning)
		}
		keys := found.Keys()
		if keys.Version != 1 || keys.AccessKeyId != "ASIA1" || keys.SecretAccessKey != "secret-key" || keys.SessionToken != "session-token" {
			t.Fatalf("got %+v", keys)
		}
	}
	if calls := c.stsCalls.Load(); calls != 1 {
		t.Fatalf("%d calls of STS, expected 1", calls)
	}
	if c.form.Get("RoleArn") != role || c.form.Get("RoleSessionName") != "test" || c.form.Get("DurationSeconds") != "3600" {
		t.Fatalf("got %v", c.form)
	}
}

func TestParallelCallsShareOneSession(t *testing.T) {
	c := start(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, _, err := Get(context.Background(), c.arguments); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if calls := c.stsCalls.Load(); calls != 1 {
		t.Fatalf("%d calls of STS, expected 1", calls)
	}
}

func TestARefusalIsRepeatedWithoutAnotherRequest(t *testing.T) {
	c := start(t)
	c.stsStatus, c.stsCode = 403, "AccessDenied"
	for range 2 {
		if found := code(t, c.arguments); found != "sts-access-denied" {
			t.Fatalf("got %s", found)
		}
	}
	if calls := c.stsCalls.Load(); calls != 1 {
		t.Fatalf("%d calls of STS, expected 1", calls)
	}
}

func TestAVMWithoutTheIdentityIsNamed(t *testing.T) {
	c := start(t)
	// Azure Identity keeps the tokens of an identity in memory.
	c.arguments[5] = "22222222-2222-4333-8444-555555555555"
	c.imdsStatus, c.imdsBody = 400, `{"error":"invalid_request","error_description":"Identity not found"}`
	if found := code(t, c.arguments); found != "identity-not-on-vm" {
		t.Fatalf("got %s", found)
	}
}

func TestATokenOfAnotherIssuerGoesNowhere(t *testing.T) {
	c := start(t)
	other := append(c.arguments, "--issuer", "https://sts.windows.net/00000000-0000-4000-8000-000000000000/")
	if found := code(t, other); found != "token-issuer-tenant" {
		t.Fatalf("got %s", found)
	}
	if calls := c.stsCalls.Load(); calls != 0 {
		t.Fatalf("%d calls of STS, expected none", calls)
	}
}

func TestTheEnvironmentCannotSendATokenElsewhere(t *testing.T) {
	for _, name := range []string{"AZURE_POD_IDENTITY_AUTHORITY_HOST", "AWS_ENDPOINT_URL_STS"} {
		c := start(t)
		t.Setenv(name, "https://sts.s3.amazonaws.com")
		if found := code(t, c.arguments); found != "endpoint-refused" {
			t.Fatalf("%s: got %s", name, found)
		}
		if calls := c.stsCalls.Load(); calls != 0 {
			t.Fatalf("%s: %d calls of STS, expected none", name, calls)
		}
	}
}

func TestAFolderOfOthersIsNoCache(t *testing.T) {
	c := start(t)
	folder := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	c.arguments[len(c.arguments)-1] = folder
	_, warning, err := Get(context.Background(), c.arguments)
	if err != nil || !strings.HasSuffix(warning, "[cache-writable]") {
		t.Fatal(err, warning)
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 0 {
		t.Fatalf("got %v", entries)
	}
}

func TestAllProblemsOfTheOptionsAreNamed(t *testing.T) {
	_, _, err := Get(context.Background(), []string{"--role-arn", "x", "--wrong", "--audience", audience})
	var failed *failure.Failure
	if !errors.As(err, &failed) || failed.ExitCode() != 2 || len(failed.Messages) != 3 {
		t.Fatalf("got %v", err)
	}
}
