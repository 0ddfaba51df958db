import Protocols
import Runtime

extension AdminRoom {
  /// `POST /_cauce/reset[?service=kinesis][&account=…]`: forgets everything, or what belongs to one service or account;
  /// the faults of the services as well, unless an account is named.
  func reset(_ call: AdminCall) {
    let name = call.parameter("service")
    let chosen = services.filter { name == nil || type(of: $0).description.name == name }
    if chosen.isEmpty {
      call.answer(404, ["error": .string("there is no service \(name ?? "")")])
      return
    }
    let account = call.parameter("account")
    if account == nil { faults?.clear(service: name, operation: nil) }
    let rooms = LoopOnly(chosen)
    let answer = LoopOnly(call)
    let loop = cloud.loop
    workers.spawn("reset") { [cloud] in
      let done: Bool? = await cloud.step { () throws(AWSError) -> Bool in
        for service in rooms.value { try service.reset(account: account) }
        return true
      }
      loop.post {
        if done == true {
          answer.value.answer(200, ["reset": .array(rooms.value.map { .string(type(of: $0).description.name) })])
        } else {
          answer.value.answer(500, ["error": "the reset failed; the server's log says why"])
        }
      }
    }
  }
}
