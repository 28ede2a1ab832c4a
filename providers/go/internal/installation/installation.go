// Package installation puts the static helper and an AWS config on a machine, for all of its users.
package installation

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/profiles"
)

const (
	variable = "AWS_CONFIG_FILE"
	program  = "azure-to-aws-credentials.exe"
	// command is how a config starts the helper before it is installed. credential-helper/windows-scripts.ts writes it.
	command = "credential_process = azure-to-aws-credentials process "
)

// Variables are the environment variables of the machine, which every process gets that starts from now on.
type Variables interface {
	// Get is empty for a variable that is not set.
	Get(name string) (string, error)
	Set(name, value string) error
	Remove(name string) error
}

// Machine is where programs and variables are.
type Machine struct {
	// Folder is for the programs of the machine: only administrators can change what is in it, and every user can read it.
	Folder string
	// Short is Folder without a space in its path, or empty if the disk has no such name of it.
	Short     string
	Variables Variables
}

func (m Machine) folder() string { return filepath.Join(m.Folder, "azure-to-aws") }

// Config is where the AWS config of the machine is.
func (m Machine) Config() string { return filepath.Join(m.folder(), "config") }

// Install copies the program and a config, and leads the SDKs of all users to the config. It changes nothing if the config has no
// profile of a helper, or if another config is that of the machine. It may be repeated, also while clients start the helper.
func (m Machine) Install(executable, config string) error {
	if _, err := profiles.InFile(config); err != nil {
		return err
	}
	if m.Short == "" {
		return failure.New("install-no-short-path", failure.Fields{"folder": m.Folder, "disk": filepath.VolumeName(m.Folder)})
	}
	set, err := m.Variables.Get(variable)
	if err != nil {
		return refused("the machine's variable "+variable, err)
	}
	if set != "" && !strings.EqualFold(set, m.Config()) {
		return failure.New("install-variable-taken", failure.Fields{"config": failure.Quoted(set)})
	}
	if err := os.MkdirAll(m.folder(), 0o755); err != nil {
		return refused(m.folder(), err)
	}
	source, err := os.Open(executable)
	if err != nil {
		return refused(executable, err)
	}
	defer source.Close()
	if err := m.put(program, source); err != nil {
		return err
	}
	text, err := os.ReadFile(config)
	if err != nil {
		return refused(config, err)
	}
	// Without quotes: SDKs read them in different ways on Windows.
	started := "credential_process = " + filepath.Join(m.Short, "azure-to-aws", program) + " process "
	if err := m.put("config", strings.NewReader(strings.ReplaceAll(string(text), command, started))); err != nil {
		return err
	}
	if err := m.Variables.Set(variable, m.Config()); err != nil {
		return refused("the machine's variable "+variable, err)
	}
	return nil
}

// put replaces a file as a whole. Windows lets nobody replace a program that runs, but lets it have another name.
func (m Machine) put(name string, content io.Reader) error {
	path := filepath.Join(m.folder(), name)
	old, made := path+".old", path+"."+strconv.Itoa(os.Getpid())+".new"
	defer os.Remove(made)
	// It gets the rights of its folder, because it is made in it.
	file, err := os.OpenFile(made, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o755)
	if err != nil {
		return refused(path, err)
	}
	_, err = io.Copy(file, content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return refused(path, err)
	}
	if err := os.Rename(made, path); err == nil {
		_ = os.Remove(old)
		return nil
	}
	// One of before the last installation may still run. Then there are two.
	if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		old = made + ".old"
	}
	if err := errors.Join(os.Rename(path, old), os.Rename(made, path)); err != nil {
		_ = os.Rename(old, path)
		return refused(path, err)
	}
	return nil
}

// Uninstall removes the config and the machine's variable that leads to it. The program stays: nobody can remove it while it runs. It
// removes nothing if the config has a role that is not among these.
func (m Machine) Uninstall(roles []string) error {
	if _, err := os.Lstat(m.Config()); !errors.Is(err, fs.ErrNotExist) {
		found, err := profiles.InFile(m.Config())
		if err != nil {
			return err
		}
		if slices.ContainsFunc(found, func(profile profiles.Profile) bool { return !slices.Contains(roles, profile.Option("--role-arn")) }) {
			return failure.New("remove-other-installation", failure.Fields{"config": m.Config()})
		}
	}
	set, err := m.Variables.Get(variable)
	if err == nil && strings.EqualFold(set, m.Config()) {
		err = m.Variables.Remove(variable)
	}
	if err != nil {
		return refused("the machine's variable "+variable, err)
	}
	if err := os.Remove(m.Config()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refused(m.Config(), err)
	}
	return nil
}

func refused(what string, err error) error {
	return failure.New("install-refused", failure.Fields{"what": what, "reason": guard.Reason(err)})
}
