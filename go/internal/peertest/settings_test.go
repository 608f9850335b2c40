package peertest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/registrytest"
)

func TestSettingsChangeARunningListener(t *testing.T) {
	consul := registrytest.Consul(t)
	withEach(t, func(s *subject) {
		request := h2c("followed")
		request.Settings = "consul://" + consul + "/orders/" + s.id
		target := s.listen(request).GetAddress()
		s.awaitReply(target, "Hi gRPC")
		for _, text := range []string{"Guten Tag", `你好 "gRPC"`} {
			s.key(consul, http.MethodPut, text)
			s.awaitReply(target, text)
		}
		s.wantReply(s.target, "Hi gRPC")
		s.key(consul, http.MethodDelete, "")
		s.awaitReply(target, "Hi gRPC")
	})
}

func TestSettingsThatMakeNoSense(t *testing.T) {
	withEach(t, func(s *subject) {
		status, answer := s.post("Listen", []byte(`{"id":"x","transport":"TRANSPORT_H2C","bind":"127.0.0.1:0","settings":"consul://"}`))
		if status != http.StatusBadRequest {
			s.Errorf("%d %s", status, answer)
		}
	})
}

func (s *subject) key(consul, method, text string) {
	s.Helper()
	request, err := http.NewRequest(method, "http://"+consul+"/v1/kv/orders/"+s.id, strings.NewReader(text))
	if err != nil {
		s.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.Fatalf("%s: %v %v", method, answer, err)
	}
	_ = answer.Body.Close()
}

// reply is the JSON of what an order is answered with.
func (s *subject) reply(target string) string {
	s.Helper()
	got := s.outcome(&peerv1.CallPlan{Targets: []string{target}, Method: "/order.OrderHandler/create_order"})
	if len(got.GetMessages()) != 1 {
		s.Fatalf("got %v", got)
	}
	return got.GetMessages()[0].GetJson()
}

func wantedReply(text string) string {
	return `\"ret\": \"` + strings.ReplaceAll(text, `"`, `\\\"`) + `\"}`
}

func (s *subject) wantReply(target, text string) {
	s.Helper()
	if got := s.reply(target); !strings.Contains(got, wantedReply(text)) {
		s.Errorf("got %s, want %q", got, text)
	}
}

func (s *subject) awaitReply(target, text string) {
	s.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(s.reply(target), wantedReply(text)) && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	s.wantReply(target, text)
}
