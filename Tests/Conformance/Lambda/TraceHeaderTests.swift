import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct TraceHeaderTests {
  @Test func countsHowOftenAFunctionComesToItself() {
    let key = LambdaFunction.Key(account: "0", region: "r", name: "f")
    let other = LambdaFunction.Key(account: "0", region: "r", name: "g")
    let fresh = "Root=1-a-b;Parent=c;Sampled=0"
    let first = TraceHeader(incoming: nil, of: key, fresh: fresh)
    #expect(first.count == 1 && first.text.hasPrefix(fresh + ";Lineage=1:") && first.text.hasSuffix(":0"))
    let between = TraceHeader(incoming: first.text, of: other, fresh: "Root=1-x-y;Parent=z;Sampled=0")
    #expect(between.count == 1 && between.text.hasPrefix("Root=1-a-b;Parent=z;Sampled=0;Lineage=1:"))
    var header = between
    for _ in 0..<15 { header = TraceHeader(incoming: header.text, of: key, fresh: fresh) }
    #expect(header.count == 16)
  }
}
