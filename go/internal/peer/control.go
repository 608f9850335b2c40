package peer

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	peerv1 "github.com/crosswire-interop/crosswire/go/gen/crosswire/peer/v1"
)

const (
	controlPrefix = "POST /crosswire.peer.v1.Peer/"
	// maxControlBody is the most that a request may have, in bytes.
	maxControlBody = 16 << 20
)

// Handler serves the control port.
func (p *Peer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(controlPrefix+"Describe", answer(&peerv1.DescribeRequest{},
		func(*peerv1.DescribeRequest) (*peerv1.DescribeResponse, error) { return p.describe(), nil }))
	mux.HandleFunc(controlPrefix+"Listen", answer(&peerv1.ListenRequest{}, p.listen))
	mux.HandleFunc(controlPrefix+"Signal", answer(&peerv1.SignalRequest{},
		func(req *peerv1.SignalRequest) (*peerv1.SignalResponse, error) {
			p.signals.send(req.GetCallId(), req.GetName())
			return &peerv1.SignalResponse{}, nil
		}))
	mux.HandleFunc(controlPrefix+"Close", answer(&peerv1.CloseRequest{},
		func(req *peerv1.CloseRequest) (*peerv1.CloseResponse, error) {
			return &peerv1.CloseResponse{}, p.close(req)
		}))
	mux.HandleFunc(controlPrefix+"Reset", answer(&peerv1.ResetRequest{},
		func(*peerv1.ResetRequest) (*peerv1.ResetResponse, error) {
			p.reset()
			return &peerv1.ResetResponse{}, nil
		}))
	mux.HandleFunc(controlPrefix+"Stats", answer(&peerv1.StatsRequest{},
		func(*peerv1.StatsRequest) (*peerv1.StatsResponse, error) { return p.stats() }))
	mux.HandleFunc(controlPrefix+"SetHealth", answer(&peerv1.SetHealthRequest{}, p.setHealth))
	mux.HandleFunc(controlPrefix+"Register", func(w http.ResponseWriter, r *http.Request) {
		answer(&peerv1.RegisterRequest{}, func(req *peerv1.RegisterRequest) (*peerv1.RegisterResponse, error) {
			return p.register(r.Context(), req)
		})(w, r)
	})
	mux.HandleFunc(controlPrefix+"Call", p.handleCall)
	mux.HandleFunc(controlPrefix+"Observe", p.handleObserve)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, http.StatusNotFound, "no "+r.Method+" "+r.URL.Path+" here")
	})
	return mux
}

// answer makes the handler of a method that answers one object.
func answer[Req, Res proto.Message](empty Req, method func(Req) (Res, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request := proto.CloneOf(empty)
		if !read(w, r, request) {
			return
		}
		response, err := method(request)
		if err != nil {
			refuse(w, http.StatusBadRequest, err.Error())
			return
		}
		w.Header().Set("Content-Type", "application/json")
		writeLine(w, response)
	}
}

// read reads a request, or refuses it.
func read(w http.ResponseWriter, r *http.Request, into proto.Message) bool {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxControlBody))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		refuse(w, http.StatusRequestEntityTooLarge, err.Error())
		return false
	}
	if err == nil {
		err = protojson.Unmarshal(body, into)
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
	}
	return err == nil
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// A client that has gone away gets no answer.
	_ = json.NewEncoder(w).Encode(map[string]string{"error": text})
}

func writeLine(w io.Writer, message proto.Message) {
	line, err := protojson.Marshal(message)
	if err != nil {
		line, _ = json.Marshal(map[string]string{"error": err.Error()})
	}
	// A client that has gone away gets no answer.
	_, _ = w.Write(append(line, '\n'))
}

func (p *Peer) handleCall(w http.ResponseWriter, r *http.Request) {
	request := &peerv1.CallRequest{}
	if !read(w, r, request) {
		return
	}
	streamAnswers(w, r, request.GetCalls(), func(ctx context.Context, plan *peerv1.CallPlan) proto.Message {
		return p.client.call(ctx, plan)
	})
}

func (p *Peer) handleObserve(w http.ResponseWriter, r *http.Request) {
	request := &peerv1.ObserveRequest{}
	if !read(w, r, request) {
		return
	}
	streamAnswers(w, r, request.GetCallIds(), func(ctx context.Context, id string) proto.Message {
		return p.observe(ctx, request, id)
	})
}
