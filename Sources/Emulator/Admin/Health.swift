import Protocols
import Runtime

extension AdminRoom {
  /// `GET /_cauce/health`: the version, the services and how much each holds.
  func health(_ call: AdminCall) {
    var members: [JSONObject.Member] = []
    for service in services {
      var inner: [JSONObject.Member] = [.init(key: "status", value: "running")]
      for count in (try? service.counts()) ?? [] {
        inner.append(.init(key: count.name, value: .number(String(count.count))))
      }
      members.append(.init(key: type(of: service).description.name, value: .object(JSONObject(inner))))
    }
    call.answer(
      200,
      [
        "version": .string(AdminRoom.version),
        "data": configuration.dataFolder.map { .string($0) } ?? .null,
        "region": .string(configuration.region),
        "account": .string(configuration.account),
        "services": .object(JSONObject(members)),
      ])
  }

  /// `GET /_localstack/health`, in LocalStack's form, so that its command line and test modules find a healthy server.
  func localStackHealth(_ call: AdminCall) {
    let members = services.map {
      JSONObject.Member(key: type(of: $0).description.name, value: "running")
    }
    call.answer(
      200,
      ["services": .object(JSONObject(members)), "edition": "community", "version": .string(AdminRoom.version)])
  }
}
