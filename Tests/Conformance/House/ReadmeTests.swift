import Emulator
import Foundation
import Protocols
import Runtime
import Storage
import Support
import Testing

/// The README's tables of operations and of mapping parameters are what the code says. With CAUCE_WRITE_README set they
/// are written instead.
@Suite struct ReadmeTests {
  @Test func theTablesAreTheCodes() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")
    var text = try String(contentsOf: file, encoding: .utf8)
    let services = try HouseRooms.make()
    let tables = [
      ("operations", Self.operations(services)), ("mapping parameters", try Self.mappingParameters(services)),
    ]
    for (name, table) in tables {
      let begin = "<!-- \(name): this table is generated from the code; `make test` checks it -->\n"
      let start = try #require(text.range(of: begin)).upperBound
      let stop = try #require(text.range(of: "<!-- end of \(name) -->")).lowerBound
      if ProcessInfo.processInfo.environment["CAUCE_WRITE_README"] != nil {
        text.replaceSubrange(start..<stop, with: table)
        try text.write(to: file, atomically: true, encoding: .utf8)
      } else {
        #expect(
          text[start..<stop] == table, "write it anew with CAUCE_WRITE_README=1 swift test --filter ReadmeTests")
      }
    }
  }

  /// Every parameter of the calls that make and change a mapping, with the members of those that are structures.
  private static func mappingParameters(_ services: [any Service]) throws -> String {
    let operations = services.flatMap(\.operations)
    func inputs(_ name: String) throws -> [String: Bool] {
      var all: [String: Bool] = [:]
      for member in try #require(operations.first { $0.name == name }).input.members where member.name != "UUID" {
        for (path, isEmulated) in Self.emulated(member) { all[path] = isEmulated }
      }
      return all
    }
    let create = try inputs("CreateEventSourceMapping")
    let update = try inputs("UpdateEventSourceMapping")
    func word(_ isEmulated: Bool?) -> String { isEmulated.map { $0 ? "emulated" : "refused by name" } ?? "–" }
    var lines = [
      "| parameter of a mapping | CreateEventSourceMapping | UpdateEventSourceMapping |", "|---|---|---|",
    ]
    for path in Set(create.keys).union(update.keys).sorted() {
      lines.append("| \(path) | \(word(create[path])) | \(word(update[path])) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A member, or where only some of its own members are refused, those.
  private static func emulated(_ member: AnyMember) -> [(path: String, isEmulated: Bool)] {
    if member.accepted != nil { return [(member.name, false)] }
    let inner = member.target.shape.members.flatMap { inner in
      emulated(inner).map { (path: "\(member.name).\($0.path)", isEmulated: $0.isEmulated) }
    }
    return inner.allSatisfy(\.isEmulated) ? [(member.name, true)] : inner
  }

  private static func operations(_ services: [any Service]) -> String {
    var lines = ["| service | built | operations |", "|---|---|---|"]
    for service in services {
      let type = Swift.type(of: service)
      let built = service.operations.map(\.name).sorted()
      let all = built.count + type.unbuilt.count
      let partly = service.operations.filter { !$0.refusedMembers.isEmpty }.sorted { $0.name < $1.name }
      var cell = built.joined(separator: ", ")
      if !partly.isEmpty {
        let notes = partly.map { "\($0.name) (\($0.refusedMembers.joined(separator: ", ")))" }
        cell += "<br>Parameters refused by name, but for values that change nothing: " + notes.joined(separator: "; ")
      }
      lines.append("| \(type.description.title) | \(built.count) of \(all) | \(cell) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension OperationEntry {
  /// The members of the input that are not acted on, those of structures in it by their paths.
  fileprivate var refusedMembers: [String] { Self.refused(input, inside: []).sorted() }

  private static func refused(_ shape: Shape, inside outer: Set<String>) -> [String] {
    if outer.contains(shape.name) { return [] }
    switch shape.kind {
    case .list(let element): return refused(element.shape, inside: outer)
    case .map(_, let value): return refused(value.shape, inside: outer)
    default: break
    }
    return shape.members.flatMap { member in
      if member.accepted != nil { return [member.name] }
      return refused(member.target.shape, inside: outer.union([shape.name])).map { "\(member.name).\($0)" }
    }
  }
}
