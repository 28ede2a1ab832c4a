package azure

import (
	"errors"
	"io"
	"os"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
)

// readTokenFile is the cluster's token as its file has it now: the kubelet replaces it before it ends. The error never has the text.
func readTokenFile() (string, error) {
	path := os.Getenv("AZURE_FEDERATED_TOKEN_FILE")
	shown := "'" + failure.Quoted(path) + "'"
	fail := func(code string) *failure.Failure { return failure.New(code, failure.Fields{"path": shown}) }
	text, err := readRegular(path)
	if errors.Is(err, errNotRegular) {
		return "", fail("token-file-not-regular")
	}
	if err != nil {
		return "", failure.New("token-file-unreadable", failure.Fields{"path": shown, "reason": guard.Reason(err)})
	}
	found := strings.TrimSpace(string(text))
	if found == "" {
		empty := fail("token-file-empty")
		empty.Passing = true
		return "", empty
	}
	// Whatever else the variable names must not be sent anywhere.
	if strings.Count(found, ".") != 2 {
		return "", fail("token-file-not-jwt")
	}
	return found, nil
}

var errNotRegular = errors.New("not a regular file")

func readRegular(path string) ([]byte, error) {
	file, err := openWithoutWaiting(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	found, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !found.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return io.ReadAll(io.LimitReader(file, longestToken+2))
}
