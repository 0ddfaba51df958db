import Protocols
import Runtime
import Testing

/// Patterns are compiled when they are first needed: here every one of them is, so that none fails in a running server.
struct PatternTests {
  @Test func everyPatternCompiles() throws {
    var seen: Set<ObjectIdentifier> = []
    var count = 0
    func walk(_ shape: Shape) {
      guard seen.insert(ObjectIdentifier(shape)).inserted else { return }
      if let pattern = shape.constraints.pattern {
        _ = pattern.matches("a")
        count += 1
      }
      switch shape.kind {
      case .list(let element): walk(element.shape)
      case .map(let key, let value):
        walk(key.shape)
        walk(value.shape)
      default: break
      }
      for member in shape.members { walk(member.target.shape) }
    }
    for service in try HouseRooms.make() {
      for operation in service.operations {
        walk(operation.input)
        walk(operation.output)
      }
    }
    #expect(count > 100)
  }
}
