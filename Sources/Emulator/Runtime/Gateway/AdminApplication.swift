package import Protocols

/// What answers `/_cauce/` and `/_localstack/`; the Admin room implements it. Loop only.
package protocol AdminApplication: AnyObject {
  func begin(_ head: HTTPRequestHead, from peer: HTTPPeer, _ responder: any HTTPResponder) -> (any BodySink)?
}
