//go:build conformance

package pace

import (
	"encoding/json"
	"os"
	"time"
)

// The build for tests takes `--times JSON` before the command: seconds by the names that the credential helper gives them.
func init() {
	if len(os.Args) < 3 || os.Args[1] != "--times" {
		return
	}
	var seconds map[string]float64
	if err := json.Unmarshal([]byte(os.Args[2]), &seconds); err != nil {
		panic(err)
	}
	os.Args = append(os.Args[:1], os.Args[3:]...)
	known := map[string]*time.Duration{
		"refresh.TOTAL_SECONDS": &Total, "refresh.TOTAL_SECONDS_WITH_SESSION": &WithSession, "refresh.TOTAL_SECONDS_WAITING": &Waiting,
		"exchange.WAIT_PAUSE_SECONDS": &WaitPause, "web.ATTEMPT_SECONDS": &Attempt, "web.FIRST_PAUSE_SECONDS": &FirstPause,
		"web.NEAR_CONNECT_SECONDS": &NearConnect, "web.NEAR_SILENT_SECONDS": &NearSilent,
		"refresh.REPEATED_SECONDS": &Repeated, "refresh.REPEATED_SECONDS_AT_MOST": &RepeatedAtMost, "clock": &ahead,
	}
	for name, value := range seconds {
		if known[name] == nil {
			panic("no time " + name)
		}
		*known[name] = time.Duration(value * float64(time.Second))
	}
}
