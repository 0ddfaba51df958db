import Emulator
import Foundation
import Protocols
import Runtime
import Storage
import Support
import Testing

/// The README's table of operations is what the code says. With CAUCE_WRITE_README set the table is written instead.
@Suite struct ReadmeTests {
  private static let begin = "<!-- operations: this table is generated from the code; `make test` checks it -->\n"
  private static let end = "<!-- end of operations -->"

  @Test func theTableOfOperationsIsTheCodes() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: Self.begin))
    let stop = try #require(text.range(of: Self.end))
    let table = try Self.table()
    if ProcessInfo.processInfo.environment["CAUCE_WRITE_README"] != nil {
      try (text[..<start.upperBound] + table + text[stop.lowerBound...]).write(
        to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(
      text[start.upperBound..<stop.lowerBound] == table,
      "write it anew with CAUCE_WRITE_README=1 swift test --filter ReadmeTests")
  }

  private static func table() throws -> String {
    var lines = ["| service | built | operations |", "|---|---|---|"]
    for service in try HouseRooms.make() {
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
  /// The members at the top of the input that are not acted on.
  fileprivate var refusedMembers: [String] { input.members.filter { $0.accepted != nil }.map(\.name).sorted() }
}
