package installation

import (
	"errors"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// This is the machine that the program runs on.
func This() (Machine, error) {
	folder, err := windows.KnownFolderPath(windows.FOLDERID_ProgramFiles, 0)
	if err != nil {
		return Machine{}, refused("the folder of programs", err)
	}
	return Machine{folder, short(folder), variables{}}, nil
}

// short is a path without a space, or empty.
func short(path string) string {
	if !strings.Contains(path, " ") {
		return path
	}
	long, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return ""
	}
	found := make([]uint16, windows.MAX_PATH)
	length, err := windows.GetShortPathName(long, &found[0], uint32(len(found)))
	name := windows.UTF16ToString(found)
	if err != nil || length == 0 || int(length) > len(found) || strings.Contains(name, " ") {
		return ""
	}
	return name
}

// variables are kept in the registry ("Environment Variables", Win32 documentation).
type variables struct{}

const environment = `SYSTEM\CurrentControlSet\Control\Session Manager\Environment`

func (variables) Get(name string) (string, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, environment, registry.QUERY_VALUE)
	if err != nil {
		return "", err
	}
	defer key.Close()
	value, _, err := key.GetStringValue(name)
	if errors.Is(err, registry.ErrNotExist) {
		return "", nil
	}
	return value, err
}

func (variables) Set(name, value string) error {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, environment, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer key.Close()
	return key.SetStringValue(name, value)
}

func (variables) Remove(name string) error {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, environment, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer key.Close()
	return key.DeleteValue(name)
}
