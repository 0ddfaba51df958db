import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct FunctionLogTests {
  @Test func makesEventsOfLines() async throws {
    let ports = Ports()
    let logs = KeptLogs()
    ports.logs = logs
    let made = LoopOnly(Box())
    let house = try TestHouse(ports: ports) {
      made.value.log = FunctionLog(group: "g", stream: "s", caller: .root(of: "0"), region: "r", $1)
      return []
    }
    await house.onLoop {
      guard let log = made.value.log else { return }
      log.beginTail()
      log.printed(Array("one\ntw".utf8))
      log.printed(Array("o\r\ntrace\rback\n\nrest".utf8))
      log.flushPartial()
      made.value.tail = log.endTail()
    }
    #expect(await eventually { logs.messages("g").count == 5 })
    #expect(logs.messages("g") == ["one\n", "two \n", "trace\nback\n", "\n", "rest"])
    #expect(await house.onLoop { made.value.tail } == Array("one\ntwo \ntrace\nback\n\nrest".utf8))
    await house.stop()
  }

  @Test func theTailIsTheLastFourKilobytes() async throws {
    let made = LoopOnly(Box())
    let house = try TestHouse {
      made.value.log = FunctionLog(group: "g", stream: "s", caller: .root(of: "0"), region: "r", $1)
      return []
    }
    let tail = await house.onLoop { () -> [UInt8] in
      guard let log = made.value.log else { return [] }
      log.beginTail()
      for number in 0..<10_000 { log.write("line \(number)\n") }
      return log.endTail()
    }
    #expect(tail.count == 4096)
    #expect(String(decoding: tail, as: UTF8.self).hasSuffix("line 9998\nline 9999\n"))
    await house.stop()
  }

  private final class Box {
    var log: FunctionLog?
    var tail: [UInt8] = []
  }
}
