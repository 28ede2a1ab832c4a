"""Writing files that only this user can read, each replaced as a whole."""
import os


def replace(folder, name, text, durable):
    """Puts a file of mode 0600 in place of `name` in an open folder, or raises OSError and leaves the old one.

    `durable`: whether it must survive a power failure.
    """
    temporary = "%s.%d.new" % (name, os.getpid())
    remove(folder, temporary)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        file = os.open(temporary, flags, 0o600, dir_fd=folder)
        try:
            # Whatever the umask takes away.
            os.fchmod(file, 0o600)
            written = 0
            while written < len(text):
                written += os.write(file, text[written:])
            if durable:
                os.fsync(file)
        finally:
            os.close(file)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        remove(folder, temporary)
    if durable:
        try:
            os.fsync(folder)
        except OSError:
            # Some network file systems know this for files only.
            pass


def remove(folder, name):
    """Removes a file in an open folder, if it is there and can be removed."""
    try:
        os.unlink(name, dir_fd=folder)
    except OSError:
        pass
