package installation

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
)

const (
	role   = "arn:aws:iam::111122223333:role/orders"
	config = "[default]\ncredential_process = azure-to-aws-credentials process --role-arn " + role + " --audience api://orders\n"
)

type fake map[string]string

func (f fake) Get(name string) (string, error) { return f[name], nil }
func (f fake) Set(name, value string) error    { f[name] = value; return nil }
func (f fake) Remove(name string) error        { delete(f, name); return nil }

// prepared is a machine, and what there is to install.
func prepared(t *testing.T) (machine Machine, executable, source string) {
	t.Helper()
	download := t.TempDir()
	executable, source = filepath.Join(download, "helper"), filepath.Join(download, "config")
	write(t, executable, "first")
	write(t, source, config)
	return Machine{t.TempDir(), "/short", fake{}}, executable, source
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func expectText(t *testing.T, path, expected string) {
	t.Helper()
	if found, err := os.ReadFile(path); string(found) != expected || err != nil {
		t.Errorf("%s: got %q, %v", path, found, err)
	}
}

func expectNames(t *testing.T, folder string, expected ...string) {
	t.Helper()
	entries, _ := os.ReadDir(folder)
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if strings.Join(found, " ") != strings.Join(expected, " ") {
		t.Errorf("%s has %v, expected %v", folder, found, expected)
	}
}

func expectCode(t *testing.T, err error, code string) {
	t.Helper()
	var failed *failure.Failure
	if !errors.As(err, &failed) || failed.Code() != code {
		t.Errorf("got %v, expected %s", err, code)
	}
}

func TestInstallsUpdatesAndRemoves(t *testing.T) {
	machine, executable, source := prepared(t)
	for _, version := range []string{"first", "second"} {
		write(t, executable, version)
		if err := machine.Install(executable, source); err != nil {
			t.Fatal(err)
		}
		expectText(t, filepath.Join(machine.folder(), program), version)
	}
	expectText(t, machine.Config(), "[default]\ncredential_process = /short/azure-to-aws/azure-to-aws-credentials.exe process --role-arn "+role+" --audience api://orders\n")
	expectNames(t, machine.folder(), program, "config")
	if set := machine.Variables.(fake)[variable]; set != machine.Config() {
		t.Errorf("the variable is %q", set)
	}
	for range 2 {
		if err := machine.Uninstall([]string{role}); err != nil {
			t.Fatal(err)
		}
		expectNames(t, machine.folder(), program)
		if len(machine.Variables.(fake)) != 0 {
			t.Errorf("variables left: %v", machine.Variables)
		}
	}
}

func TestKeepsWhatRuns(t *testing.T) {
	machine, executable, source := prepared(t)
	// A folder in the place of the program is not replaced either, and can be renamed.
	running := filepath.Join(machine.folder(), program)
	if err := os.MkdirAll(running, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := machine.Install(executable, source); err != nil {
		t.Fatal(err)
	}
	expectText(t, running, "first")
	expectNames(t, machine.folder(), program, program+".old", "config")
}

func TestChangesNothingWithoutNeed(t *testing.T) {
	for code, change := range map[string]func(*Machine, string){
		"profile-other-program":  func(_ *Machine, source string) { write(t, source, "[default]\nregion = eu-west-1\n") },
		"install-no-short-path":  func(machine *Machine, _ string) { machine.Short = "" },
		"install-variable-taken": func(machine *Machine, _ string) { machine.Variables = fake{variable: `D:\aws\config`} },
	} {
		machine, executable, source := prepared(t)
		change(&machine, source)
		before := len(machine.Variables.(fake))
		expectCode(t, machine.Install(executable, source), code)
		expectNames(t, machine.Folder)
		if len(machine.Variables.(fake)) != before {
			t.Errorf("%s: variables %v", code, machine.Variables)
		}
	}
}

func TestLeavesOtherInstallations(t *testing.T) {
	machine, executable, source := prepared(t)
	if err := machine.Install(executable, source); err != nil {
		t.Fatal(err)
	}
	expectCode(t, machine.Uninstall([]string{role + "2"}), "remove-other-installation")
	expectNames(t, machine.folder(), program, "config")
	machine.Variables = fake{variable: "another"}
	if err := machine.Uninstall([]string{role + "2", role}); err != nil || machine.Variables.(fake)[variable] != "another" {
		t.Errorf("got %v, %v", err, machine.Variables)
	}
}
