import Protocols

/// One record of the data, as a statement sees it.
enum SelectRecord: Sendable {
  /// The cells of a line; `names` are those of the header, shared by all records.
  case cells([String], names: [String]?)
  case json(JSONValue)

  /// The value at a path; the alias is off already.
  func value(_ path: ArraySlice<PathStep>) -> SelectValue {
    switch self {
    case .json(let value): return SelectRecord.value(value, path)
    case .cells(let cells, let names):
      guard path.count == 1, case .name(let name, let isExact)? = path.first else { return .missing }
      if name.hasPrefix("_"), let number = Int(name.dropFirst()), number >= 1 {
        return number <= cells.count ? .string(cells[number - 1]) : .missing
      }
      guard let names else { return .missing }
      for (index, own) in names.enumerated() where SelectRecord.same(own, name, isExact) {
        return index < cells.count ? .string(cells[index]) : .missing
      }
      return .missing
    }
  }

  private static func same(_ own: String, _ name: String, _ isExact: Bool) -> Bool {
    own == name || (!isExact && own.lowercased() == name.lowercased())
  }

  private static func value(_ json: JSONValue, _ path: ArraySlice<PathStep>) -> SelectValue {
    guard let step = path.first else { return SelectValue(json) }
    switch step {
    case .name(let name, let isExact):
      guard let object = json.object else { return .missing }
      for member in object.members where same(member.key, name, isExact) {
        return value(member.value, path.dropFirst())
      }
      return .missing
    case .index(let index):
      guard let array = json.array, array.indices.contains(index) else { return .missing }
      return value(array[index], path.dropFirst())
    case .all:
      return path.count == 1 ? SelectValue(json) : .missing
    }
  }

  /// The records that `S3Object` with such a path stands for.
  static func unfolded(_ json: JSONValue, _ path: ArraySlice<PathStep>, into found: inout [JSONValue]) {
    guard let step = path.first else {
      found.append(json)
      return
    }
    switch step {
    case .all:
      if let array = json.array {
        for element in array { unfolded(element, path.dropFirst(), into: &found) }
      } else {
        unfolded(json, path.dropFirst(), into: &found)
      }
    case .index(let index):
      if let array = json.array, array.indices.contains(index) {
        unfolded(array[index], path.dropFirst(), into: &found)
      }
    case .name(let name, let isExact):
      guard let object = json.object,
        let member = object.members.first(where: { same($0.key, name, isExact) })
      else { return }
      unfolded(member.value, path.dropFirst(), into: &found)
    }
  }
}
