package profiles

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestReadsTheProfilesOfAConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config")
	text := `# credential_process = x --role-arn no
[default]
region = eu-west-1
credential_process = /usr/bin/python3 -IBS '/var/lib/azure to aws/credential_process.py' --role-arn arn:aws:iam::111122223333:role/a --audience "api://x y"
[profile  other role ]
credential_process = C:\PROGRA~1\azure-to-aws\azure-to-aws-credentials.exe process --role-arn=b
[profile unrelated]
credential_process = vault --read x
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := InFile(path)
	want := []Profile{
		{"default", path, []string{"--role-arn", "arn:aws:iam::111122223333:role/a", "--audience", "api://x y"}}, {"other role", path, []string{"--role-arn=b"}},
	}
	if err != nil || !reflect.DeepEqual(found, want) {
		t.Errorf("%v, %v", found, err)
	}
	for _, missing := range []string{filepath.Join(path, "none"), os.DevNull} {
		if _, err := InFile(missing); err == nil {
			t.Error(missing)
		}
	}
}
