//go:build !windows

package cache

import (
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

func isOwn(found fs.FileInfo) bool { return isOf(found, uint32(os.Geteuid())) }

func isOfRoot(found fs.FileInfo) bool { return isOf(found, 0) }

func isOf(found fs.FileInfo, user uint32) bool {
	system, known := found.Sys().(*syscall.Stat_t)
	return known && system.Uid == user
}

func isWritableByOthers(found fs.FileInfo) bool { return found.Mode().Perm()&0o022 != 0 }

func isReadableByOthers(found fs.FileInfo) bool { return found.Mode().Perm()&0o077 != 0 }

// userFolder is where the user's caches are, by the XDG Base Directory Specification, or empty.
func userFolder() string {
	if base := os.Getenv("XDG_CACHE_HOME"); filepath.IsAbs(base) {
		return base
	}
	home, given := os.LookupEnv("HOME")
	if found, err := user.Current(); !given && err == nil {
		home = found.HomeDir
	}
	return filepath.Join(home, ".cache")
}

func temporaryFolders() []string {
	return []string{os.Getenv("XDG_RUNTIME_DIR"), os.Getenv("TMPDIR"), "/dev/shm", "/tmp"}
}

func userSuffix() string { return "-" + strconv.Itoa(os.Geteuid()) }
