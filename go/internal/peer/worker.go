package peer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
	"github.com/crosswire-interop/crosswire/go/internal/processes"
)

// WorkerVariable is set in the environment of a worker: a peer that another one started.
const WorkerVariable = "CROSSWIRE_WORKER"

// askLimit is how long a worker may take to answer.
const askLimit = 10 * time.Second

// worker is a peer in a process of its own, told what to do as the harness tells this one.
type worker struct {
	*processes.Worker
	control string
}

func startWorker(peer string) (*worker, error) {
	started, err := processes.Start(
		WorkerVariable+"=1", "CROSSWIRE_PEER="+peer, "CROSSWIRE_CONTROL=127.0.0.1:0", "CROSSWIRE_STDIN=watch",
	)
	if err != nil {
		return nil, err
	}
	var ready struct{ Control string }
	if err := json.Unmarshal([]byte(started.Ready), &ready); err != nil {
		started.Kill()
		return nil, fmt.Errorf("worker %d said %.200q", started.PID(), started.Ready)
	}
	return &worker{Worker: started, control: ready.Control}, nil
}

func (w *worker) setServing(req *peerv1.SetHealthRequest) error {
	return w.ask(askLimit, "SetHealth", req, &peerv1.SetHealthResponse{})
}

// ask calls a method of the contract.
func (w *worker) ask(limit time.Duration, method string, request, response proto.Message) error {
	answer, err := w.post(limit, method, request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxControlBody))
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("worker %d: %s", w.PID(), text)
	}
	return protojson.Unmarshal(text, response)
}

// post makes a connection for each request: they are few, and none is left open.
func (w *worker) post(limit time.Duration, method string, request proto.Message) (*http.Response, error) {
	body, err := protojson.Marshal(request)
	if err != nil {
		return nil, err
	}
	client := http.Client{Timeout: limit, Transport: &http.Transport{DisableKeepAlives: true}}
	return client.Post("http://"+w.control+"/crosswire.peer.v1.Peer/"+method, "application/json", bytes.NewReader(body))
}
