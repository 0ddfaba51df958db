/// A place in an item: an attribute's name, then names of maps and indexes of lists.
package struct DocumentPath: Hashable, Sendable, CustomStringConvertible {
  package enum Step: Hashable, Sendable {
    case name([UInt8])
    case index(Int)
  }

  package let name: [UInt8]
  package let steps: [Step]

  package init(_ name: [UInt8], _ steps: [Step] = []) {
    self.name = name
    self.steps = steps
  }

  package var isNested: Bool { !steps.isEmpty }

  /// `[a, b, [0]]`, as messages show it.
  package var description: String {
    var parts = [String(decoding: name, as: UTF8.self)]
    for step in steps {
      switch step {
      case .name(let name): parts.append(String(decoding: name, as: UTF8.self))
      case .index(let index): parts.append("[\(index)]")
      }
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  enum Relation { case apart, overlapping, conflicting }

  /// Paths overlap when one leads to the other or to what lies within it; they conflict when one takes for a map
  /// what the other takes for a list.
  func relation(to other: DocumentPath) -> Relation {
    if name != other.name { return .apart }
    for (mine, theirs) in zip(steps, other.steps) {
      switch (mine, theirs) {
      case (.name, .index), (.index, .name): return .conflicting
      default: if mine != theirs { return .apart }
      }
    }
    return .overlapping
  }

  /// Refuses the first two paths that overlap, else the first two that conflict.
  static func checkApart(_ paths: [DocumentPath]) throws(ExpressionFault) {
    if paths.count < 2 { return }
    var byName: [[UInt8]: [Int]] = [:]
    var conflict: ExpressionFault?
    for (index, path) in paths.enumerated() {
      for earlier in byName[path.name, default: []] {
        switch paths[earlier].relation(to: path) {
        case .apart: continue
        case .overlapping: throw .overlap(paths[earlier], path)
        case .conflicting: conflict = conflict ?? .conflict(paths[earlier], path)
        }
      }
      byName[path.name, default: []].append(index)
    }
    if let conflict { throw conflict }
  }
}

extension Item {
  /// Where the path's value begins, or nil where the item has none.
  func place(of path: DocumentPath) -> Int? {
    guard var place = place(of: path.name) else { return nil }
    for step in path.steps {
      var offset = place + 1
      switch (step, type(at: place)) {
      case (.name(let name), .map):
        let end = ItemCoding.readSize(bytes, &offset) + offset
        guard let found = ItemCoding.place(of: name, in: bytes, from: offset, to: end) else { return nil }
        place = found
      case (.index(let index), .list):
        let end = ItemCoding.readSize(bytes, &offset) + offset
        var left = index
        while left > 0 && offset < end {
          offset = ItemCoding.end(of: offset, in: bytes)
          left -= 1
        }
        if offset >= end { return nil }
        place = offset
      default: return nil
      }
    }
    return place
  }

  func value(of path: DocumentPath) -> AttributeValue? {
    guard let place = place(of: path) else { return nil }
    return value(at: place)
  }
}
