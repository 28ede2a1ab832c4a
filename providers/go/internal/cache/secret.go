package cache

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
)

// secret is what Secret makes, and what others may put into the file in its place.
var secret = regexp.MustCompile(`^[\w-]{32,256}$`)

// Secret is the text of a file that only this user can read. If there is none, it is made, of 32 random bytes.
func Secret(path string) (string, error) {
	fail := func(problem string) error {
		return failure.New("serve-token-file", failure.Fields{"path": "'" + failure.Quoted(path) + "'", "problem": problem})
	}
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return "", fail("is in a folder that cannot be opened (" + guard.Reason(err) + ")")
	}
	folder := &Folder{filepath.Dir(path), root}
	defer folder.Close()
	name := filepath.Base(path)
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		found := strings.TrimSpace(string(folder.read(name)))
		if !secret.MatchString(found) {
			return "", fail("is not a regular file that only this user can read, with 32 to 256 letters, digits, - and _")
		}
		return found, nil
	}
	if err != nil {
		return "", fail("cannot be made (" + guard.Reason(err) + ")")
	}
	made := make([]byte, 32)
	_, _ = rand.Read(made)
	text := base64.RawURLEncoding.EncodeToString(made)
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = root.Remove(name)
		return "", fail("cannot be written (" + guard.Reason(err) + ")")
	}
	return text, nil
}

// WriteSecret replaces a file as a whole by one that only this user can read.
func WriteSecret(path, text string) error {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err == nil {
		folder := &Folder{filepath.Dir(path), root}
		defer folder.Close()
		err = folder.replace(filepath.Base(path), []byte(text), false)
	}
	if err != nil {
		return failure.New("token-file-not-written", failure.Fields{"path": "'" + failure.Quoted(path) + "'", "reason": guard.Reason(err)})
	}
	return nil
}
