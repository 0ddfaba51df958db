import Protocols
import Testing

@testable import Lambda

@Suite struct InvocationRingTests {
  @Test func keepsTheLastInOrder() {
    var ring = InvocationRing()
    var numbers: [Int] = []
    for index in 0..<(InvocationRing.limit + 5) {
      numbers.append(
        ring.add(
          InvocationTrace(
            requestID: "\(index)", functionARN: "", source: nil, accessKey: nil,
            submitted: Timestamp(milliseconds: 0), started: nil, ended: nil, status: .waiting)))
    }
    ring.change(numbers[0]) { $0.status = .failed }
    ring.change(numbers[5]) { $0.status = .succeeded }
    ring.change(numbers.last) { $0.status = .running }
    let all = ring.all
    #expect(all.count == InvocationRing.limit)
    #expect(all.first?.requestID == "5" && all.first?.status == .succeeded)
    #expect(all.last?.status == .running)
    #expect(all.filter { $0.status == .failed }.isEmpty)
  }

  @Test func theOldestLetTheirNumbersGo() {
    var ring = InvocationRing()
    let numbers = Array(repeating: "1", count: InvocationRing.heldLimit / 4)
    for index in 0..<10 {
      _ = ring.add(
        InvocationTrace(
          requestID: "\(index)", functionARN: "",
          source: InvocationSource(arn: "a", shard: "s", sequenceNumbers: numbers), accessKey: nil,
          submitted: Timestamp(milliseconds: 0), started: nil, ended: nil, status: .waiting))
    }
    #expect(ring.all.map { $0.source?.sequenceNumbers.isEmpty } == (0..<10).map { $0 < 6 })
    for _ in 0..<InvocationRing.limit {
      _ = ring.add(
        InvocationTrace(
          requestID: "", functionARN: "", source: nil, accessKey: nil, submitted: Timestamp(milliseconds: 0),
          started: nil, ended: nil, status: .waiting))
    }
    #expect(ring.all.count == InvocationRing.limit && ring.all.allSatisfy { $0.source == nil })
  }
}
