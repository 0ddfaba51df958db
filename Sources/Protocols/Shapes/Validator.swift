/// Checks a decoded input against its shape and words the violations as AWS does, all at once.
///
/// AWS's front ends check in the order that `StructureShape.structure` was given, not the model's; a value may violate
/// several constraints and yields one sentence for each. At most ten are told.
/// Source of the words: `spec` captures of AWS, and the ValidationException examples in the service guides.
package struct Validator {
  private var violations: [String] = []
  private var count = 0

  /// The message of AWS's ValidationException, or nil when the input keeps every constraint.
  package static func message(for input: Structure) -> String? {
    var validator = Validator()
    validator.structure(input, path: "")
    guard validator.count > 0 else { return nil }
    let told = min(validator.count, 10)
    return "\(told) validation error\(told == 1 ? "" : "s") detected: "
      + validator.violations.prefix(10).joined(separator: "; ")
  }

  /// The first member that was sent and is not emulated (or not with that value), as a path: `records.2.member.x`.
  package static func notEmulated(in input: Structure) -> String? {
    for member in input.shape.members {
      let value = input.slots[member.index]
      if value.isAbsent { continue }
      if let accepted = member.accepted, !accepted.contains(Validator.text(value)) { return member.name }
      if let inner = notEmulated(inValue: value) { return "\(member.name).\(inner)" }
    }
    return nil
  }

  private static func notEmulated(inValue value: Value) -> String? {
    switch value {
    case .structure(let structure): return notEmulated(in: structure)
    case .list(let values):
      for value in values { if let inner = notEmulated(inValue: value) { return inner } }
      return nil
    default: return nil
    }
  }

  private mutating func structure(_ structure: Structure, path: String) {
    for member in structure.shape.members {
      let value = structure.slots[member.index]
      if value.isAbsent {
        if member.isRequired {
          add("null", path + Validator.lowered(member.name), "Member must not be null", quoted: false)
        }
        continue
      }
      check(value, member.target.shape) { path + Validator.lowered(member.name) }
    }
  }

  /// `path` is a closure: most values violate nothing, and their path is never built.
  private mutating func check(_ value: Value, _ shape: Shape, path: () -> String) {
    let constraints = shape.constraints
    switch value {
    case .string(let string):
      if constraints.isEmpty { return }
      if let length = constraints.length {
        // Counting characters is only needed when the bytes alone do not settle it.
        let bytes = string.utf8.count
        if bytes > length.upperBound || bytes < length.lowerBound || length.lowerBound > 1 {
          self.length(string.unicodeScalars.count, length, string, path)
        }
      }
      if let pattern = constraints.pattern, !pattern.matches(string) {
        add(string, path(), "Member must satisfy regular expression pattern: \(pattern.source)")
      }
      if !constraints.values.isEmpty, !constraints.values.contains(string) {
        add(string, path(), "Member must satisfy enum value set: [\(constraints.values.joined(separator: ", "))]")
      }
    case .blob(let blob):
      if let length = constraints.length {
        self.length(
          blob.count, length, "java.nio.HeapByteBuffer[pos=0 lim=\(blob.count) cap=\(blob.count)]", path)
      }
    case .integer(let number):
      if let range = constraints.range {
        if number < range.lowerBound {
          add("\(number)", path(), "Member must have value greater than or equal to \(range.lowerBound)")
        }
        if number > range.upperBound {
          add("\(number)", path(), "Member must have value less than or equal to \(range.upperBound)")
        }
      }
    case .list(let values):
      if let length = constraints.length { self.length(values.count, length, Validator.text(value), path) }
      guard case .list(let element) = shape.kind else { return }
      let inner = element.shape
      if inner.constraints.isEmpty, inner.members.isEmpty, case .string = inner.kind { return }
      if !inner.constraints.isEmpty, inner.members.isEmpty,
        inner.constraints.length == nil || !violatesEach(values, inner)
      {
        eachAtOnce(value, values, inner, path)
        return
      }
      for (index, value) in values.enumerated() {
        if case .structure(let structure) = value {
          // Built only when the entry violates something.
          if Validator.message(for: structure) != nil {
            self.structure(structure, path: path() + ".\(index + 1).member.")
          }
        } else {
          check(value, inner) { path() + ".\(index + 1).member" }
        }
      }
    case .map(let entries):
      if let length = constraints.length { self.length(entries.count, length, Validator.text(value), path) }
      guard case .map(let key, let mapped) = shape.kind else { return }
      let keyShape = key.shape
      let valueShape = mapped.shape
      for entry in entries {
        check(.string(entry.key), keyShape) { path() + ".\(entry.key).key" }
        if case .structure(let structure) = entry.value {
          self.structure(structure, path: path() + ".\(entry.key).member.")
        } else {
          check(entry.value, valueShape) { path() + ".\(entry.key).member" }
        }
      }
    case .structure(let inner):
      structure(inner, path: path() + ".")
    default: break
    }
  }

  /// Whether any element breaks a length bound; then AWS names the element, else it names the list.
  private func violatesEach(_ values: [Value], _ shape: Shape) -> Bool { !shape.constraints.isEmpty && !values.isEmpty }

  /// Constraints of plain elements are reported once for the whole list, in brackets:
  /// `Value '[INVALID]' at 'shardLevelMetrics' … Member must satisfy constraint: [Member must …]`.
  private mutating func eachAtOnce(_ list: Value, _ values: [Value], _ shape: Shape, _ path: () -> String) {
    var inner = Validator()
    for value in values {
      inner.check(value, shape) { "" }
      if inner.count > 0 { break }
    }
    guard inner.count > 0 else { return }
    let sentences = inner.violations.map { violation in
      let parts = violation.split(separator: " failed to satisfy constraint: ", maxSplits: 1)
      return String(parts.last ?? "")
    }
    add(Validator.text(list), path(), "Member must satisfy constraint: [\(sentences.joined(separator: ", "))]")
  }

  /// `shown` is a closure too: a list's text is long.
  private mutating func length(
    _ count: Int, _ bounds: ClosedRange<Int>, _ shown: @autoclosure () -> String, _ path: () -> String
  ) {
    if count < bounds.lowerBound {
      add(shown(), path(), "Member must have length greater than or equal to \(bounds.lowerBound)")
    }
    if count > bounds.upperBound {
      add(shown(), path(), "Member must have length less than or equal to \(bounds.upperBound)")
    }
  }

  private mutating func add(_ value: String, _ path: String, _ sentence: String, quoted: Bool = true) {
    count += 1
    if violations.count < 10 {
      let shown = quoted ? "'\(value)'" : value
      violations.append("Value \(shown) at '\(path)' failed to satisfy constraint: \(sentence)")
    }
  }

  /// `StreamName` is `streamName` in a message, `SSEType` is `sSEType`.
  private static func lowered(_ name: String) -> String {
    guard let first = name.utf8.first, first >= 65, first <= 90 else { return name }
    return String(decoding: [first + 32] + name.utf8.dropFirst(), as: UTF8.self)
  }

  /// A value as Java's `toString` shows it, which is what AWS's messages do.
  static func text(_ value: Value) -> String {
    switch value {
    case .absent, .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let number): return "\(number)"
    case .double(let number): return "\(number)"
    case .string(let string): return string
    case .blob(let blob): return "java.nio.HeapByteBuffer[pos=0 lim=\(blob.count) cap=\(blob.count)]"
    case .timestamp(let timestamp): return timestamp.iso8601()
    case .list(let values): return "[" + values.map(text).joined(separator: ", ") + "]"
    case .map(let entries): return "{" + entries.map { "\($0.key)=\(text($0.value))" }.joined(separator: ", ") + "}"
    case .structure(let structure):
      var parts: [String] = []
      for member in structure.shape.members {
        let slot = structure.slots[member.index]
        if !slot.isAbsent { parts.append("\(member.name)=\(text(slot))") }
      }
      return "\(structure.shape.name)(\(parts.joined(separator: ", ")))"
    case .custom: return "{}"
    }
  }
}
