import Protocols
import Testing

@testable import Transport

struct ServerTests {
  @Test("A request is answered, and the connection serves the next one")
  func keepAlive() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    for number in 1...3 {
      client.send("POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
      let answer = client.answer()
      #expect(answer.status == 200)
      #expect(client.text(answer.body) == "POST /\(number) hello")
      #expect(answer.head.contains("\r\nDate: "))
      #expect(!answer.head.contains("Connection:"))
    }
  }

  @Test("Pipelined requests are answered in their order")
  func pipelining() async throws {
    let live = try await LiveServer.echo()
    defer { live.end() }
    let client = try live.connect()
    var requests = ""
    for number in 0..<200 { requests += "GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n" }
    client.send(requests)
    for number in 0..<200 { #expect(client.text(client.answer().body) == "GET /\(number) ") }
  }
}
