package cache

import (
	"io/fs"
	"os"
)

// Windows has no mode. The user's own folders of the system, in which the cache is, can be read by that user and by administrators.
func isOwn(fs.FileInfo) bool              { return true }
func isOfRoot(fs.FileInfo) bool           { return false }
func isWritableByOthers(fs.FileInfo) bool { return false }
func isReadableByOthers(fs.FileInfo) bool { return false }

func userFolder() string {
	found, _ := os.UserCacheDir()
	return found
}

func temporaryFolders() []string { return []string{os.TempDir()} }

func userSuffix() string { return "" }
