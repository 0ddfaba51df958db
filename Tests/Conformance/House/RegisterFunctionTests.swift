import Emulator
import Foundation
import FoundationNetworking
import Testing

/// A Swift closure as a function of an emulator inside a test, invoked over the wire.
@Suite struct RegisterFunctionTests {
  @Test func aClosureAnswersInvoke() async throws {
    let cloud = try await Emulator.start()
    try await cloud.register(function: "greet") { event, context in
      context.log("asked for \(String(decoding: event, as: UTF8.self))")
      return Array(#"{"function":"\#(context.functionName)","event":\#(String(decoding: event, as: UTF8.self))}"#.utf8)
    }
    let url = try #require(URL(string: cloud.endpoint + "/2015-03-31/functions/greet/invocations"))
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(#"{"name":"Ana"}"#.utf8)
    let (body, answer) = try await URLSession.shared.data(for: request)
    #expect((answer as? HTTPURLResponse)?.statusCode == 200)
    #expect(String(decoding: body, as: UTF8.self) == #"{"function":"greet","event":{"name":"Ana"}}"#)
    await #expect(throws: Emulator.RegistrationFailure.self) {
      try await cloud.register(function: "no name") { event, _ in event }
    }
    await cloud.stop()
  }
}
