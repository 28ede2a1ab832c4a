package profiles

import (
	"os"
	"path/filepath"
)

// Installed is where `install` puts the config of the machine.
func Installed() string { return filepath.Join(os.Getenv("ProgramFiles"), "azure-to-aws", "config") }
