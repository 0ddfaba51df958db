import Protocols
import Runtime

extension AdminRoom {
  /// `GET /_cauce/clock`: the emulator's time. `POST /_cauce/clock?freeze`, `?resume`, `?advance=SECONDS`: buffers,
  /// retention, iterators and retries follow it.
  func time(_ call: AdminCall) {
    if call.method == "POST" {
      var isKnown = false
      for field in call.query {
        switch field.name {
        case "freeze":
          clock.freeze()
          isKnown = true
        case "resume":
          clock.resume()
          workers.clockResumed()
          isKnown = true
        case "advance":
          guard let seconds = Double(field.value), seconds >= 0, seconds < 1e9 else {
            call.answer(400, ["error": "advance takes a number of seconds, 0 or more"])
            return
          }
          clock.advance(milliseconds: Int64(seconds * 1000))
          isKnown = true
        default: break
        }
      }
      if !isKnown {
        call.answer(400, ["error": "say freeze, resume or advance=SECONDS in the query"])
        return
      }
    }
    call.answer(200, ["now": .string(clock.now.iso8601(.milliseconds)), "frozen": .bool(clock.isFrozen)])
  }
}
