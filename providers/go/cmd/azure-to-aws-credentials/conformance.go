//go:build conformance

package main

import (
	"encoding/json"
	"os"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/azure"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

// The build for tests takes `--times JSON` before the command: settings by the names that the credential helper gives them, which
// test/unit/credential-helper/helper/fast_helper.py explains.
func init() {
	if len(os.Args) < 3 || os.Args[1] != "--times" {
		return
	}
	var settings map[string]any
	if err := json.Unmarshal([]byte(os.Args[2]), &settings); err != nil {
		panic(err)
	}
	os.Args = append(os.Args[:1], os.Args[3:]...)
	known := map[string]*time.Duration{
		"refresh.TOTAL_SECONDS": &pace.Total, "refresh.TOTAL_SECONDS_WITH_SESSION": &pace.WithSession,
		"refresh.TOTAL_SECONDS_WAITING": &pace.Waiting, "refresh.PAUSE_AFTER_FAILURE": &pace.AfterFailure,
		"refresh.REPEATED_SECONDS": &pace.Repeated, "refresh.REPEATED_SECONDS_AT_MOST": &pace.RepeatedAtMost,
		"exchange.WAIT_PAUSE_SECONDS": &pace.WaitPause, "web.ATTEMPT_SECONDS": &pace.Attempt, "web.FIRST_PAUSE_SECONDS": &pace.FirstPause,
		"web.NEAR_CONNECT_SECONDS": &pace.NearConnect, "web.NEAR_SILENT_SECONDS": &pace.NearSilent,
		"lock.LIFE_SECONDS": &pace.LockLife, "lock.PATIENCE_SECONDS": &pace.LockPatience,
	}
	for name, value := range settings {
		switch name {
		case "clock":
			pace.Now = func() time.Time { return time.Now().Add(seconds(value)) }
		case "now":
			pace.Now = func() time.Time { return time.Unix(0, int64(seconds(value))) }
		case "tell":
			pace.Waits = func() { os.Stderr.WriteString("waits\n") }
		case "sources.ARC_AGENT":
			azure.ArcAgent = value.(string)
		default:
			*known[name] = seconds(value)
		}
	}
}

func seconds(value any) time.Duration { return time.Duration(value.(float64) * float64(time.Second)) }
