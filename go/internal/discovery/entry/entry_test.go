package entry

import (
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, one := range []struct {
		data    string
		want    Entry
		warning string
		failure string
	}{
		{data: `{"host": "10.0.0.7", "port": 8003}`, want: Entry{"10.0.0.7", 8003, 1}},
		{data: `{"host":"h","port":8003,"weight":3,"zone":"x"}`, want: Entry{"h", 8003, 3}},
		{data: `{"host":"h","port":65535,"weight":0}`, want: Entry{"h", 65535, 0}},
		{data: `{"host":"::1","port":1.0,"weight":65535}`, want: Entry{"::1", 1, 65535}},
		{data: `{"host":"h","port":1,"weight":"3"}`, want: Entry{"h", 1, 1}, warning: `weight is not a whole number: "\"3\""`},
		{data: `{"host":"h","port":1,"weight":65536}`, want: Entry{"h", 1, 1}, warning: "weight is not in 0–65535"},
		{data: `{"host":"h","port":1,"weight":-1}`, want: Entry{"h", 1, 1}, warning: "weight is not in"},
		{data: `{"host":"h","port":1,"weight":null}`, want: Entry{"h", 1, 1}, warning: "weight is not a whole"},
		{data: ``, failure: "not JSON"},
		{data: `{"host":"h","port":1}x`, failure: "not JSON"},
		{data: "{\"host\":\"\xff\",\"port\":1}", failure: "not JSON"},
		{data: `[]`, failure: "no JSON object"},
		{data: `null`, failure: "no JSON object"},
		{data: `"h:1"`, failure: "no JSON object"},
		{data: `{"port":1}`, failure: "no host"},
		{data: `{"Host":"h","port":1}`, failure: "no host"},
		{data: `{"host":"","port":1}`, failure: "host is empty"},
		{data: `{"host":7,"port":1}`, failure: "host is not a string"},
		{data: `{"host":null,"port":1}`, failure: "host is not a string"},
		{data: `{"host":"h"}`, failure: "no port"},
		{data: `{"host":"h","port":"8003"}`, failure: "port is not a whole number"},
		{data: `{"host":"h","port":true}`, failure: "port is not a whole number"},
		{data: `{"host":"h","port":8003.5}`, failure: "port is not a whole number"},
		{data: `{"host":"h","port":1e999}`, failure: "port is not a whole number"},
		{data: `{"host":"h","port":0}`, failure: "port is not in 1–65535"},
		{data: `{"host":"h","port":65536}`, failure: "port is not in 1–65535"},
		{data: `{"host":"h","port":1}` + strings.Repeat(" ", MaxBytes), failure: "over 64 KiB"},
	} {
		got, warning, err := Parse([]byte(one.data))
		if one.failure != "" {
			if err == nil || !strings.HasPrefix(err.Error(), one.failure) {
				t.Errorf("%.40s: %v, not %s", one.data, err, one.failure)
			}
			continue
		}
		if err != nil || got != one.want || !strings.HasPrefix(warning, one.warning) || (warning == "") != (one.warning == "") {
			t.Errorf("%.40s: %v %q %v", one.data, got, warning, err)
		}
	}
}

func TestFormatIsWhatParseReads(t *testing.T) {
	weight := 0
	if got := string(Format("10.0.0.7", 8003, nil)); got != `{"host":"10.0.0.7","port":8003}` {
		t.Error(got)
	}
	got, warning, err := Parse(Format(`a"b`, 1, &weight))
	if (got != Entry{`a"b`, 1, 0}) || warning != "" || err != nil {
		t.Error(got, warning, err)
	}
}

func TestDistinctAndCallable(t *testing.T) {
	entries := Distinct([]Entry{{"a", 1, 1}, {"b", 1, 0}, {"a", 1, 4}, {"a", 2, 1}})
	if want := []Entry{{"a", 1, 4}, {"b", 1, 0}, {"a", 2, 1}}; !reflect.DeepEqual(entries, want) {
		t.Error(entries)
	}
	if got := Callable(entries); !reflect.DeepEqual(got, []Entry{{"a", 1, 4}, {"a", 2, 1}}) {
		t.Error(got)
	}
}

func TestComplaintsAreSaidOnce(t *testing.T) {
	var log strings.Builder
	complaints := Complaints{Writer: &log}
	complaints.Say(map[string]string{"b": "left out: no host", "a\n": "left out: no port"})
	complaints.Say(map[string]string{"b": "left out: no host"})
	complaints.Say(map[string]string{"b": "left out: no port"})
	want := `discovery: entry "a\n": left out: no port
discovery: entry "b": left out: no host
discovery: entry "b": left out: no port
`
	if log.String() != want {
		t.Error(log.String())
	}
}

func TestQuoteIsShort(t *testing.T) {
	if got := Quote(strings.Repeat("é", 5000)); len(got) > 200*len(`\u00e9`)+20 {
		t.Errorf("%d bytes", len(got))
	}
	if got := Quote("a\x1b[2J\nb"); got != `"a\x1b[2J\nb"` {
		t.Error(got)
	}
}
