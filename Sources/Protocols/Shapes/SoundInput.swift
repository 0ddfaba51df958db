/// The check that nearly every input passes: whether it keeps every constraint and sets no member that is not emulated. It
/// builds neither paths nor sentences; where it says no, `Validator` tells why.
package enum SoundInput {
  package static func isSound(_ structure: Structure) -> Bool {
    let members = structure.shape.members
    for index in 0..<members.count {
      let member = members[index]
      switch structure.slots[index] {
      case .absent: if member.isRequired { return false }
      case let value:
        // Whether just this value is accepted is the Validator's to say.
        if member.accepted != nil { return false }
        if !isSound(value, member.target.shape) { return false }
      }
    }
    return true
  }

  private static func isSound(_ value: Value, _ shape: Shape) -> Bool {
    if shape.isUnconstrained { return true }
    switch value {
    case .string(let string): return isSound(string, shape.constraints)
    case .blob(let blob): return shape.constraints.length?.contains(blob.count) ?? true
    case .integer(let number): return shape.constraints.range?.contains(number) ?? true
    case .list(let values):
      guard shape.constraints.length?.contains(values.count) ?? true, case .list(let element) = shape.kind else {
        return false
      }
      let inner = element.shape
      if inner.isUnconstrained { return true }
      for value in values where !isSound(value, inner) { return false }
      return true
    case .map(let entries):
      guard shape.constraints.length?.contains(entries.count) ?? true, case .map(let key, let mapped) = shape.kind
      else {
        return false
      }
      let keyShape = key.shape
      let inner = mapped.shape
      if keyShape.isUnconstrained, inner.isUnconstrained { return true }
      for entry in entries {
        if !keyShape.isUnconstrained, !isSound(entry.key, keyShape.constraints) { return false }
        if !isSound(entry.value, inner) { return false }
      }
      return true
    case .structure(let structure): return isSound(structure)
    default: return true
    }
  }

  private static func isSound(_ string: String, _ constraints: Constraints) -> Bool {
    if let length = constraints.length {
      // Characters are counted only where the bytes do not settle it.
      let bytes = string.utf8.count
      if bytes > length.upperBound || bytes < length.lowerBound || length.lowerBound > 1 {
        if !length.contains(string.unicodeScalars.count) { return false }
      }
    }
    if let pattern = constraints.pattern, !pattern.matches(string) { return false }
    return constraints.values.isEmpty || constraints.values.contains(string)
  }
}
