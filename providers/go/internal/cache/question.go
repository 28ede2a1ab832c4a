package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// ownName is how this program names the files that it removes one day. Locks stay: another may wait for one.
var ownName = regexp.MustCompile(`^(session|notes)-[0-9a-f]{32}(\.\d+\.new)?$`)

// Question is what a session was asked for.
type Question struct{ key string }

// endpoints decide where the answer comes from: a session of one endpoint is never served for another. They are those of helper.json,
// which a call with a fresh session does not read. A test compares the two.
var endpoints = []string{
	"AZURE_POD_IDENTITY_AUTHORITY_HOST", "IDENTITY_ENDPOINT", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID", "AZURE_AUTHORITY_HOST", "AWS_ENDPOINT_URL_STS",
}

// NewQuestion is made of the command line and the environment.
func NewQuestion(arguments []string) Question {
	var values []string
	for _, name := range endpoints {
		values = append(values, os.Getenv(name))
	}
	return Question{Digest(arguments, values)}
}

// Digest is a short name for values. Nobody can read them from it.
func Digest(parts ...any) string {
	text, _ := json.Marshal(parts)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// File is the name of the file that keeps the session.
func (q Question) File() string { return "session-" + q.key }

// file is what is kept: a session, and a checksum that finds damage.
type file struct {
	session.Session
	Sum string
}

func sum(kept session.Session) string {
	return Digest(string(kept.Document), kept.Obtained, kept.FreshUntil, kept.Expires)
}

// Read is the session of a question, or nil.
func (f *Folder) Read(q Question) *session.Session {
	var found file
	if json.Unmarshal(f.read(q.File()), &found) != nil || len(found.Document) == 0 || found.Sum != sum(found.Session) || found.FreshUntil > found.Expires {
		return nil
	}
	return &found.Session
}

// Has says whether there is a file for the question, readable or not.
func (f *Folder) Has(q Question) bool {
	_, err := f.root.Lstat(q.File())
	return err == nil
}

// Keep replaces the session's file as a whole, or leaves the old one.
func (f *Folder) Keep(q Question, made session.Session) error {
	text, _ := json.Marshal(file{made, sum(made)})
	return f.replace(q.File(), text, true)
}

// Purge removes a session.
func (f *Folder) Purge(q Question) { _ = f.root.Remove(q.File()) }

// Kinds of notes.
const (
	Failed     = "failed"
	OldSession = "old-session-served"
	Warning    = "warning"
	Recovered  = "recovered"
)

// Note is what went wrong lately: for diagnose, and for clients that start the helper again at once after a failure. It holds no secret.
type Note struct {
	// When is in seconds since 1970, and Took is how many seconds the attempt took.
	When, Took float64
	Kind       string
	// Situation is a digest of what can change the outcome of another attempt, in addition to the question.
	Situation, Text string
	Passing         bool
}

// IsFailure says whether the note is of an attempt that failed.
func (n Note) IsFailure() bool { return n.Kind == Failed || n.Kind == OldSession }

// Times out of these limits, in seconds, are damage.
const latest, longestAttempt = 1e11, 24 * 60 * 60

// keptNotes is how many of the newest are kept.
const keptNotes = 10

func (q Question) notesFile() string { return "notes-" + q.key }

// Notes of a question, oldest first. What is damaged counts as empty.
func (f *Folder) Notes(q Question) []Note {
	var found []Note
	if json.Unmarshal(f.read(q.notesFile()), &found) != nil {
		return nil
	}
	found = slices.DeleteFunc(found, func(note Note) bool {
		return note.When < 0 || note.When >= latest || note.Took < 0 || note.Took > longestAttempt
	})
	for index := range found {
		found[index].Text = failure.Printable(strings.ReplaceAll(found[index].Text, "\n", " "))
	}
	return found
}

// Add keeps a note. Trouble with notes is never an error.
func (f *Folder) Add(q Question, note Note) error {
	notes := append(f.Notes(q), note)
	text, err := json.Marshal(notes[max(0, len(notes)-keptNotes):])
	if err != nil {
		return err
	}
	return f.replace(q.notesFile(), text, false)
}
