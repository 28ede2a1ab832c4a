package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/cache"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

const token = "a-token-of-this-test-with-enough-letters"

func made(fresh time.Duration) *session.Session {
	now := time.Now()
	return &session.Session{
		Document: json.RawMessage(`{"Version":1,"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"secret","SessionToken":"session","Expiration":"2030-01-01T00:00:00Z"}`),
		Obtained: now.Unix(), FreshUntil: now.Add(fresh).Unix(), Expires: now.Add(fresh + time.Hour).Unix(),
	}
}

func granting(context.Context) (*session.Session, error) { return made(time.Hour), nil }

func started(t *testing.T, sources map[string]Source) *Server {
	t.Helper()
	return startedWith(t, sources, defaultTimes)
}

func startedWith(t *testing.T, sources map[string]Source, times times) *Server {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	server, err := Start(ctx, Options{Address: "127.0.0.1:0", Token: token, Sources: sources, Report: func(string, error) {}, times: times})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// sent writes bytes to the server and returns all that came back until it closed.
func sent(t *testing.T, server *Server, text string) string {
	t.Helper()
	connection, err := net.Dial("tcp", server.address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(20 * time.Second))
	_, _ = io.WriteString(connection, strings.ReplaceAll(text, "\n", "\r\n"))
	answer, _ := io.ReadAll(connection)
	return string(answer)
}

func request(server *Server, target string, headers ...string) string {
	return fmt.Sprintf("GET %s HTTP/1.1\nHost: %s\n%s\n", target, server.address, strings.Join(append(headers, ""), "\n"))
}

const authorized = "Authorization: " + token

func TestGivesTheSessionToWhoHasTheToken(t *testing.T) {
	server := started(t, map[string]Source{"default": granting, "other role": granting})
	for _, target := range []string{"/credentials/default", "/credentials/other%20role"} {
		answer := sent(t, server, request(server, target, authorized))
		head, body, _ := strings.Cut(answer, "\r\n\r\n")
		if !strings.HasPrefix(head, "HTTP/1.1 200 OK\r\n") || !strings.Contains(head, "Cache-Control: no-store") || !strings.Contains(head, "Connection: close") {
			t.Error(head)
		}
		if body != `{"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"secret","Token":"session","Expiration":"2030-01-01T00:00:00Z"}`+"\n" {
			t.Error(body)
		}
	}
	if answer := sent(t, server, strings.Replace(request(server, "/credentials/default", authorized), "127.0.0.1", "localhost", 1)); !strings.HasPrefix(answer, "HTTP/1.1 200") {
		t.Error(answer)
	}
}

func TestRefusesEveryOtherRequest(t *testing.T) {
	server := started(t, map[string]Source{"default": granting})
	plain := request(server, "/credentials/default", authorized)
	with := func(header string) string { return request(server, "/credentials/default", authorized, header) }
	cases := map[string]struct{ text, status string }{
		"a web page whose name leads here":  {strings.Replace(plain, server.address, "attacker.example:80", 1), "403"},
		"that name with the port":           {strings.Replace(plain, "Host: 127.0.0.1", "Host: attacker.example", 1), "403"},
		"another name of loopback":          {strings.Replace(plain, "Host: 127.0.0.1", "Host: 127.0.0.2", 1), "403"},
		"no Host":                           {"GET /credentials/default HTTP/1.0\n" + authorized + "\n\n", "403"},
		"a browser's Origin":                {with("Origin: null"), "403"},
		"a browser's fetch":                 {with("Sec-Fetch-Site: none"), "403"},
		"a link":                            {with("Referer: http://127.0.0.1/"), "403"},
		"a proxy":                           {with("X-Forwarded-For: 10.0.0.1"), "403"},
		"a gateway":                         {with("Via: 1.1 gateway"), "403"},
		"a protocol switch":                 {with("Upgrade: websocket"), "403"},
		"POST":                              {strings.Replace(plain, "GET", "POST", 1), "403"},
		"PUT":                               {strings.Replace(plain, "GET", "PUT", 1), "403"},
		"HEAD":                              {strings.Replace(plain, "GET", "HEAD", 1), "403"},
		"OPTIONS":                           {strings.Replace(plain, "GET", "OPTIONS", 1), "403"},
		"OPTIONS of all":                    {"OPTIONS * HTTP/1.1\nHost: " + server.address + "\n\n", "403"},
		"CONNECT":                           {"CONNECT sts.amazonaws.com:443 HTTP/1.1\nHost: " + server.address + "\n\n", "403"},
		"a target as a proxy gets it":       {strings.Replace(plain, "GET /", "GET http://"+server.address+"/", 1), "403"},
		"a body":                            {with("Content-Length: 1") + "x", "403"},
		"a chunked body":                    {with("Transfer-Encoding: chunked") + "0\n\n", "403"},
		"no token":                          {request(server, "/credentials/default"), "403"},
		"an empty token":                    {request(server, "/credentials/default", "Authorization:"), "403"},
		"a part of the token":               {request(server, "/credentials/default", authorized[:len(authorized)-1]), "403"},
		"more than the token":               {request(server, "/credentials/default", authorized+"x"), "403"},
		"the token as Bearer":               {request(server, "/credentials/default", "Authorization: Bearer "+token), "403"},
		"the token twice":                   {with(authorized), "403"},
		"a wrong token and the token":       {request(server, "/credentials/default", "Authorization: x", authorized), "403"},
		"the token in the query":            {request(server, "/credentials/default?Authorization="+token), "403"},
		"another role":                      {request(server, "/credentials/admin", authorized), "404"},
		"a query":                           {request(server, "/credentials/default?x", authorized), "404"},
		"dots":                              {request(server, "/credentials/../credentials/default", authorized), "404"},
		"encoded dots":                      {request(server, "/credentials/%2e%2e/credentials/default", authorized), "404"},
		"two slashes":                       {request(server, "//credentials/default", authorized), "404"},
		"an encoded letter":                 {request(server, "/credentials/%64efault", authorized), "404"},
		"a slash at the end":                {request(server, "/credentials/default/", authorized), "404"},
		"the root":                          {request(server, "/", authorized), "404"},
		"a body of two lengths":             {with("Content-Length: 0\nContent-Length: 5"), "400"},
		"a body of a length and chunks":     {with("Content-Length: 5\nTransfer-Encoding: chunked") + "0\n\n", "403"},
		"an unknown coding":                 {with("Transfer-Encoding: xchunked") + "0\n\n", "501"},
		"a header with a space in its name": {with("Content-Length : 5"), "400"},
		"two Hosts":                         {with("Host: attacker.example"), "400"},
		"HTTP/2":                            {"PRI * HTTP/2.0\n\nSM\n\n", "403"},
		"no HTTP":                           {"\x16\x03\x01\n\n", "400"},
		"a large header":                    {with("X-Large: " + strings.Repeat("x", 3*largestHeader)), "431"},
		"health of a web page's name":       {"GET /healthz HTTP/1.1\nHost: attacker.example\n\n", "403"},
		"metrics of a web page's name":      {"GET /metrics HTTP/1.1\nHost: attacker.example\n\n", "403"},
		"metrics with another path":         {request(server, "/metrics/../credentials/default"), "403"},
	}
	for name, each := range cases {
		answer := sent(t, server, each.text)
		if fields := strings.Fields(answer); len(fields) < 2 || fields[1] != each.status {
			t.Errorf("%s: expected %s, got %s", name, each.status, answer)
		}
		if strings.Contains(answer, "ASIA") || strings.Contains(answer, token) {
			t.Errorf("%s: the answer has a secret: %s", name, answer)
		}
	}
}

func TestAnswersOneRequestForEachConnection(t *testing.T) {
	server := started(t, map[string]Source{"default": granting})
	second := request(server, "/credentials/default", authorized)
	for _, first := range []string{
		request(server, "/healthz"),
		"GET /healthz HTTP/1.1\nHost: " + server.address + "\nContent-Length: 0\n\n",
		"POST /healthz HTTP/1.1\nHost: " + server.address + "\nTransfer-Encoding: chunked\n\n0\n\n",
		"GET /healthz HTTP/1.0\nHost: " + server.address + "\nConnection: keep-alive\n\n",
	} {
		answer := sent(t, server, first+second)
		if strings.Count(answer, "HTTP/1.") != 1 || strings.Contains(answer, "ASIA") {
			t.Errorf("%s: %s", first, answer)
		}
	}
}

func TestEndsASlowClient(t *testing.T) {
	server := startedWith(t, map[string]Source{"default": granting}, times{200 * time.Millisecond, defaultTimes.pauses})
	for _, start := range []string{"", "GET /healthz HTTP/1.1\n", "POST /healthz HTTP/1.1\nHost: " + server.address + "\nContent-Length: 5\n\nx"} {
		// It comes back because the server closed the connection, not because the test gave up.
		began := time.Now()
		sent(t, server, start)
		if time.Since(began) > 10*time.Second {
			t.Errorf("%q: still open", start)
		}
	}
}

func TestAThousandConnectionsKeepNobodyOut(t *testing.T) {
	server := started(t, map[string]Source{"default": granting})
	for range 1000 {
		connection, err := net.Dial("tcp", server.address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
	}
	if answer := sent(t, server, request(server, "/credentials/default", authorized)); !strings.Contains(answer, "ASIAEXAMPLE") {
		t.Error(answer)
	}
	server.strangers.mutex.Lock()
	defer server.strangers.mutex.Unlock()
	if open := len(server.strangers.open); open > mostStrangers {
		t.Error(open)
	}
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "[::]:0", ":0", "10.0.0.1:0", "localhost:0", "127.0.0.1", "[::1%lo]:0", "127.0.0.1:x", "", "169.254.170.2:80"} {
		_, err := Start(context.Background(), Options{Address: address, Token: token})
		var failed *failure.Failure
		if !errors.As(err, &failed) || failed.Code() != "serve-address-invalid" || failed.ExitCode() != 2 {
			t.Errorf("%s: %v", address, err)
		}
	}
	server := started(t, nil)
	_, err := Start(context.Background(), Options{Address: server.address, Token: token})
	var failed *failure.Failure
	if !errors.As(err, &failed) || failed.Code() != "serve-address-taken" {
		t.Error(err)
	}
}

func TestAnswersWithTheCodeOfTheFailure(t *testing.T) {
	passing := &failure.Failure{Passing: true, Messages: []failure.Message{{Code: "service-timeout", Fields: failure.Fields{"place": "Entra", "via": ""}}}}
	hanging := func(ctx context.Context) (*session.Session, error) { <-ctx.Done(); return nil, ctx.Err() }
	for name, each := range map[string]struct {
		source     Source
		want, code string
	}{
		"passing":    {func(context.Context) (*session.Session, error) { return nil, passing }, "503", "service-timeout"},
		"for good":   {func(context.Context) (*session.Session, error) { return nil, failure.New("sts-access-denied", nil) }, "403", "sts-access-denied"},
		"unforeseen": {func(context.Context) (*session.Session, error) { return nil, errors.New("a secret") }, "502", "serve-not-ready"},
		"not yet":    {hanging, "503", "serve-not-ready"},
	} {
		server := started(t, map[string]Source{"default": each.source})
		answer := sent(t, server, request(server, "/credentials/default", authorized))
		if !strings.HasPrefix(answer, "HTTP/1.1 "+each.want) || !strings.Contains(answer, `{"code":"`+each.code+`","message":"`) || strings.Contains(answer, "a secret") {
			t.Errorf("%s: %s", name, answer)
		}
		if strings.Contains(answer, "Retry-After: 1\r\n") != (each.want == "503") {
			t.Errorf("%s: %s", name, answer)
		}
		if health := sent(t, server, request(server, "/healthz")); !strings.HasPrefix(health, "HTTP/1.1 503") {
			t.Errorf("%s: %s", name, health)
		}
	}
}

func TestKeepsTheLastSessionThroughAnOutageButNotARefusal(t *testing.T) {
	for _, refused := range []bool{false, true} {
		tried := make(chan struct{})
		calls := 0
		server := startedWith(t, map[string]Source{"default": func(ctx context.Context) (*session.Session, error) {
			calls++
			if calls == 1 {
				return made(0), nil
			}
			select {
			case tried <- struct{}{}:
			case <-ctx.Done():
			}
			return nil, &failure.Failure{Passing: !refused, Refused: refused, Messages: []failure.Message{{Code: "sts-trouble", Fields: failure.Fields{"reply": ""}}}}
		}}, times{time.Second, pauses{time.Millisecond, time.Millisecond}})
		role := server.roles["default"]
		<-role.tried
		<-tried
		<-tried
		found, err := role.current()
		if (found == nil) != refused || err == nil {
			t.Errorf("refused %v: %v, %v", refused, found, err)
		}
	}
}

func TestAThousandRequestsShareOneSession(t *testing.T) {
	var calls atomic.Int32
	server := started(t, map[string]Source{"default": func(context.Context) (*session.Session, error) {
		calls.Add(1)
		return made(time.Hour), nil
	}})
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			for range 50 {
				if answer := sent(t, server, request(server, "/credentials/default", authorized)); !strings.Contains(answer, "ASIAEXAMPLE") {
					t.Error(answer)
				}
			}
		})
	}
	group.Wait()
	if calls.Load() != 1 {
		t.Error(calls.Load())
	}
}

func TestMetricsNameNoRoleAndNoKey(t *testing.T) {
	server := started(t, map[string]Source{"payroll": granting})
	sent(t, server, request(server, "/credentials/payroll", authorized))
	sent(t, server, request(server, "/credentials/payroll"))
	_, text, _ := strings.Cut(sent(t, server, request(server, "/metrics")), "\r\n\r\n")
	want := `# TYPE azure_to_aws_roles gauge
azure_to_aws_roles 1
# TYPE azure_to_aws_valid_sessions gauge
azure_to_aws_valid_sessions 1
# TYPE azure_to_aws_shortest_session_seconds gauge
azure_to_aws_shortest_session_seconds 7
# TYPE azure_to_aws_renewals_total counter
azure_to_aws_renewals_total{outcome="succeeded"} 1
azure_to_aws_renewals_total{outcome="failed"} 0
# TYPE azure_to_aws_requests_total counter
azure_to_aws_requests_total{status="200"} 1
azure_to_aws_requests_total{status="403"} 1
`
	for index, line := range strings.Split(want, "\n") {
		if got := strings.Split(text, "\n"); index >= len(got) || !strings.HasPrefix(got[index], line) {
			t.Fatalf("expected %q in %s", line, text)
		}
	}
}

func TestATokenFileIsOfItsUserAlone(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "token")
	first, err := cache.Secret(path)
	if err != nil || len(first) != 43 {
		t.Fatal(first, err)
	}
	if found, _ := os.Stat(path); found.Mode().Perm() != 0o600 {
		t.Error(found.Mode())
	}
	if again, err := cache.Secret(path); err != nil || again != first {
		t.Error(again, err)
	}
	refused := map[string]func(string) error{
		"readable by others": func(path string) error {
			return errors.Join(os.WriteFile(path, []byte(token), 0o600), os.Chmod(path, 0o640))
		},
		"a symbolic link": func(link string) error { return os.Symlink(path, link) },
		"a folder":        func(path string) error { return os.Mkdir(path, 0o700) },
		"a pipe":          func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"short":           func(path string) error { return os.WriteFile(path, []byte("short"), 0o600) },
		"empty":           func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"of two lines":    func(path string) error { return os.WriteFile(path, []byte(token+"\n"+token), 0o600) },
	}
	if os.Geteuid() == 0 {
		refused["of another user"] = func(path string) error {
			return errors.Join(os.WriteFile(path, []byte(token), 0o600), os.Chown(path, 65534, 65534))
		}
	}
	for name, make := range refused {
		path := filepath.Join(folder, name)
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		var failed *failure.Failure
		if found, err := cache.Secret(path); found != "" || !errors.As(err, &failed) || failed.Code() != "serve-token-file" {
			t.Errorf("%s: %q, %v", name, found, err)
		}
	}
}

func TestIsHTTPForAClientOfGo(t *testing.T) {
	server := started(t, map[string]Source{"default": granting})
	asked, _ := http.NewRequest("GET", server.URL("default"), nil)
	asked.Header.Set("Authorization", token)
	answer, err := http.DefaultClient.Do(asked)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	answer.Body.Close()
}
