package cmd_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/crosswire-interop/crosswire/go/internal/registrytest"
)

// ask posts to a peer and wants a part of the answer.
func ask(t *testing.T, url, body, want string) {
	t.Helper()
	answer, err := post(t, url, body)
	if err != nil || !strings.Contains(answer, want) {
		t.Fatalf("%s %s: %s %v, want %s", url, body, answer, err, want)
	}
}

func descriptors(t *testing.T, url string) int {
	t.Helper()
	answer, err := post(t, url+"Stats", "{}")
	var stats struct{ Descriptors int }
	if err != nil || json.Unmarshal([]byte(answer), &stats) != nil {
		t.Fatal(answer, err)
	}
	return stats.Descriptors
}

// A peer of several processes is one entry, follows its settings, and is found; a client that closes
// its channels by key keeps neither connections nor watches.
func TestPeersFindEachOther(t *testing.T) {
	zookeeper, consul := registrytest.ZooKeeper(t), registrytest.Consul(t)
	put(t, consul, "Guten Tag")
	for id, other := range map[string]string{"go-grpc": "go-connect", "go-connect": "go-grpc"} {
		_, server := control(t, id)
		_, client := control(t, other)
		ask(t, server+"Listen", fmt.Sprintf(`{"id":"l","transport":"TRANSPORT_H2C","bind":"127.0.0.1:0","processes":2,
			"settings":"consul://%s/orders/greeting"}`, consul), `"address"`)
		for _, registry := range []string{"zookeeper://" + zookeeper + "/" + id, "consul://" + consul + "/" + id} {
			ask(t, server+"Register", fmt.Sprintf(`{"listener":"l","registry":%q,"host":"127.0.0.1"}`, registry), `"entry"`)
			before := descriptors(t, client)
			eventually(t, "the reply is what the settings say", func() bool {
				answer, err := post(t, client+"Call", fmt.Sprintf(`{"calls":[{"callId":"c","targets":[%q],
					"method":"/order.OrderHandler/create_order","channel":{"key":"k","waitForReady":true}}]}`, registry))
				return err == nil && strings.Contains(answer, "Guten Tag")
			})
			if during := descriptors(t, client); during <= before {
				t.Errorf("%s: %d descriptors, then %d", registry, before, during)
			}
			ask(t, client+"Close", `{"channelKey":"k"}`, "{}")
			eventually(t, "all is closed", func() bool { return descriptors(t, client) <= before })
		}
		ask(t, server+"Close", `{"listener":"l","mode":"MODE_DRAIN","settle":"0.1s","grace":"5s"}`, "{}")
		eventually(t, "nobody is found", func() bool {
			answer, err := post(t, client+"Call", fmt.Sprintf(
				`{"calls":[{"callId":"c","targets":["consul://%s/%s"],"method":"/MyService/Health"}]}`, consul, id))
			return err == nil && strings.Contains(answer, `"code":14`)
		})
	}
}
