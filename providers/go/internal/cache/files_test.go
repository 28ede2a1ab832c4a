package cache

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

var question = NewQuestion([]string{"--role-arn", "any"})

func made() session.Session {
	now := time.Now().Unix()
	return session.Session{Document: json.RawMessage(`{"Version":1}`), Obtained: now, FreshUntil: now + 60, Expires: now + 120}
}

func open(t *testing.T, path string) *Folder {
	t.Helper()
	folder, problem := Open(path, true)
	if problem != nil {
		t.Fatal(problem)
	}
	t.Cleanup(folder.Close)
	return folder
}

func TestADamagedSessionIsAMiss(t *testing.T) {
	kept, _ := json.Marshal(file{made(), sum(made())})
	longer := made()
	longer.FreshUntil = longer.Expires + 1
	long, _ := json.Marshal(file{longer, sum(longer)})
	text := string(kept)
	cases := map[string]string{
		"empty": "", "cut": text[:len(text)-3], "not JSON": "x", "an array": "[]", "null": "null", "another sum": strings.Replace(text, `"Sum":"`, `"Sum":"0`, 1),
		"another document": strings.Replace(text, `"Version":1`, `"Version":2`, 1), "without a document": `{"Obtained":1,"FreshUntil":2,"Expires":3}`,
		"times that are texts": strings.Replace(text, `"Obtained":`, `"Obtained":"",`, 1), "fresh for longer than it lasts": string(long),
		"of another form": "azure-to-aws-session 1\n", "too large": text + strings.Repeat(" ", largestFile),
	}
	for name, content := range cases {
		path := t.TempDir()
		folder := open(t, path)
		if err := os.WriteFile(filepath.Join(path, question.File()), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if found := folder.Read(question); (found != nil) != (name == "too large") {
			t.Errorf("%s: %v", name, found)
		}
		if err := folder.Keep(question, made()); err != nil || folder.Read(question) == nil {
			t.Errorf("%s: not replaced: %v", name, err)
		}
	}
}

func TestDamagedNotesAreNone(t *testing.T) {
	for _, content := range []string{"", "x", "{}", "null", `[{"When":"1"}]`, `[{"When":1e999}]`, `[{"When":1e300}]`, `[{"When":-1}]`, `[{"Took":1e300}]`, `[{"Took":-1}]`, "azure-to-aws-notes 1\n"} {
		path := t.TempDir()
		folder := open(t, path)
		if err := os.WriteFile(filepath.Join(path, question.notesFile()), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if found := folder.Notes(question); len(found) != 0 {
			t.Errorf("%s: %v", content, found)
		}
	}
}

func TestANoteShowsNoLetterThatATerminalTakesForACommand(t *testing.T) {
	folder := open(t, t.TempDir())
	if err := folder.Add(question, Note{Text: "\x1b]0;owned\a\x1b[31m\nü"}); err != nil {
		t.Fatal(err)
	}
	if found := folder.Notes(question)[0].Text; found != "?]0;owned??[31m ü" {
		t.Error(found)
	}
}

func TestSweepRemovesWhatIsOldAndItsOwn(t *testing.T) {
	path := t.TempDir()
	folder := open(t, path)
	key := strings.Repeat("0", 32)
	ages := map[string]time.Duration{
		"session-" + key: 3 * 24 * time.Hour, "notes-" + key: 31 * 24 * time.Hour, "session-" + key + ".7.new": 2 * time.Hour,
	}
	stay := map[string]time.Duration{
		"session-1" + key[1:]: 24 * time.Hour, "notes-1" + key[1:]: 3 * 24 * time.Hour, "session-" + key + ".8.new": time.Minute,
		"session-" + key + ".lock": 90 * 24 * time.Hour, "session-" + key + "0": 90 * 24 * time.Hour, "x-session-" + key: 90 * 24 * time.Hour,
		"session-" + key + ".old": 90 * 24 * time.Hour, "session-" + key[1:] + "A": 90 * 24 * time.Hour,
	}
	for _, each := range []map[string]time.Duration{ages, stay} {
		for name, age := range each {
			if err := os.WriteFile(filepath.Join(path, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(filepath.Join(path, name), time.Time{}, time.Now().Add(-age)); err != nil {
				t.Fatal(err)
			}
		}
	}
	folder.Sweep()
	for name := range ages {
		if _, err := os.Lstat(filepath.Join(path, name)); err == nil {
			t.Errorf("%s is there", name)
		}
	}
	for name := range stay {
		if _, err := os.Lstat(filepath.Join(path, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
}

const keeper = "AZURE_TO_AWS_TEST_KEEPER"

func TestMain(m *testing.M) {
	if path := os.Getenv(keeper); path != "" {
		folder, problem := Open(path, true)
		if problem != nil {
			panic(problem)
		}
		os.Stdout.WriteString("ready\n")
		for {
			_ = folder.Keep(question, made())
		}
	}
	os.Exit(m.Run())
}

func TestASessionIsWholeWhereverItsWriterIsKilled(t *testing.T) {
	path := t.TempDir()
	folder := open(t, path)
	if err := folder.Keep(question, made()); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		writer := exec.Command(os.Args[0])
		writer.Env = append(os.Environ(), keeper+"="+path)
		output, err := writer.StdoutPipe()
		if err != nil || writer.Start() != nil {
			t.Fatal(err)
		}
		if _, err := output.Read(make([]byte, 6)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(5000)) * time.Microsecond)
		_ = writer.Process.Kill()
		_ = writer.Wait()
		if folder.Read(question) == nil {
			t.Fatal("no whole session")
		}
	}
}
