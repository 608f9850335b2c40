package discovery

import (
	"strings"
	"testing"
)

func TestTargets(t *testing.T) {
	t.Setenv("ZOOKEEPER_ADDRESS", "")
	t.Setenv("CONSUL_HTTP_ADDR", "http://10.1.1.1:85")
	for uri, want := range map[string]Target{
		"zookeeper://h:1/rpc_calc":         {Scheme: "zookeeper", Authority: "h:1", Name: "/rpc_calc"},
		"zookeeper:///a/b%20c":             {Scheme: "zookeeper", Authority: "127.0.0.1:2181", Name: "/a/b c"},
		"zookeeper://[::1]:2181/a":         {Scheme: "zookeeper", Authority: "[::1]:2181", Name: "/a"},
		"consul://h:8500/orders":           {Scheme: "consul", Authority: "h:8500", Name: "orders"},
		"consul:///orders?dc=dc2":          {Scheme: "consul", Authority: "10.1.1.1:85", Name: "orders", DC: "dc2"},
		"consul://h:1/o?failover=d2&dc=d1": {Scheme: "consul", Authority: "h:1", Name: "o", DC: "d1", Failover: "d2"},
	} {
		if got, err := ParseTarget(uri); got != want || err != nil {
			t.Errorf("%s: %+v %v", uri, got, err)
		}
	}
}

func TestTargetsThatAreWrong(t *testing.T) {
	t.Setenv("CONSUL_HTTP_ADDR", "nowhere")
	for uri, why := range map[string]string{
		"zookeeper:/rpc_calc":         "no scheme://",
		"etcd://h:1/a":                `scheme "etcd"`,
		"zookeeper://h/a":             `"h" is not host:port`,
		"zookeeper://:2181/a":         `":2181" is not host:port`,
		"zookeeper://h:0/a":           `port "0"`,
		"zookeeper://h:65536/a":       `port "65536"`,
		"zookeeper://h:x/a":           "port",
		"zookeeper://u@h:1/a":         "user name",
		"zookeeper://h:1/a#b":         "fragment",
		"zookeeper://h:1":             "no path",
		"zookeeper://h:1/":            `"/" is no path`,
		"zookeeper://h:1/a/":          `"/a/" is no path`,
		"zookeeper://h:1/a//b":        "is no path",
		"zookeeper://h:1/a/../b":      "is no path",
		"zookeeper://h:1/a?dc=dc2":    `parameter "dc"`,
		"consul://h:1/a?color=red":    `parameter "color"`,
		"consul://h:1/a?dc=":          "parameter dc wants one value",
		"consul://h:1/a?dc=a&dc=b":    "parameter dc wants one value",
		"consul://h:1/a?dc=%zz":       "parameters",
		"consul://h:1/":               "no service name",
		"consul://h:1":                "no service name",
		"consul://h:1/a/b":            "no service name after the authority, or more",
		"consul:///a":                 "CONSUL_HTTP_ADDR",
		"zookeeper://h:1/" + "\x7f\n": "invalid control character",
	} {
		_, err := ParseTarget(uri)
		if err == nil || !strings.Contains(err.Error(), why) || strings.ContainsAny(err.Error(), "\n\x7f") {
			t.Errorf("%q: %v, not %s", uri, err, why)
		}
	}
}

func TestIsRegistryTarget(t *testing.T) {
	for uri, want := range map[string]bool{
		"zookeeper:///a": true, "consul://h:1/a": true, "consul:a": true,
		"127.0.0.1:8003": false, "unix:/a": false, "dns:///consul:8500": false,
	} {
		if IsRegistryTarget(uri) != want {
			t.Error(uri)
		}
	}
}

func TestPolicyOf(t *testing.T) {
	for config, want := range map[string]string{
		"": "round_robin", "{}": "round_robin", `{"loadBalancingConfig":[]}`: "round_robin",
		`{"loadBalancingConfig":[{"weighted":{}}]}`:                             "weighted",
		`{"loadBalancingConfig":[{"grpclb":{}},{"random":{}},{"weighted":{}}]}`: "random",
	} {
		if got, err := PolicyOf(config); got != want || err != nil {
			t.Errorf("%s: %s %v", config, got, err)
		}
	}
	for _, config := range []string{"{", `{"loadBalancingConfig":[{"grpclb":{}}]}`, `{"loadBalancingConfig":[{"random":{},"weighted":{}}]}`} {
		if got, err := PolicyOf(config); err == nil {
			t.Errorf("%s: %s", config, got)
		}
	}
}

func TestParseKey(t *testing.T) {
	address, key, err := parseKey("consul://h:1/orders/a%20b")
	if address != "h:1" || key != "orders/a%20b" || err != nil {
		t.Error(address, key, err)
	}
	for _, uri := range []string{"consul://h:1/", "consul://h/a", "zookeeper://h:1/a", "consul://h:1/a?dc=dc2"} {
		if _, err := FollowKey(uri, func(string, bool) { t.Error("told") }); err == nil {
			t.Error(uri)
		}
	}
}

func TestRegistrationsThatAreWrong(t *testing.T) {
	negative := -1
	for want, options := range map[string]Options{
		"host": {Port: 1}, "port": {Host: "h"}, "weight": {Host: "h", Port: 1, Weight: &negative},
	} {
		if _, err := Register(t.Context(), Target{Scheme: "zookeeper"}, options); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := Register(t.Context(), Target{DC: "dc2"}, Options{Host: "h", Port: 1}); err == nil {
		t.Error("a parameter")
	}
}
