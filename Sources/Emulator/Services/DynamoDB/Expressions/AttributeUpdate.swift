/// The update from before expressions: AttributeUpdates.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html
package struct AttributeUpdate: Sendable {
  package enum Action: String, Sendable {
    case put = "PUT"
    case add = "ADD"
    case delete = "DELETE"
  }

  package let name: [UInt8]
  package let action: Action
  package let value: AttributeValue?

  package init(_ name: [UInt8], _ action: Action, _ value: AttributeValue?) {
    self.name = name
    self.action = action
    self.value = value
  }

  package func check() throws(ExpressionFault) {
    guard let value else {
      if action == .delete { return }
      throw ExpressionFault(
        "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified")
    }
    switch (action, value) {
    case (.put, _), (_, .stringSet), (_, .numberSet), (_, .binarySet), (.add, .number), (.add, .list): return
    case (.delete, _):
      throw ExpressionFault(
        "One or more parameter values were invalid: DELETE action with value is not supported for the type "
          + value.typeName)
    case (.add, _):
      throw ExpressionFault(
        "One or more parameter values were invalid: ADD action is not supported for the type \(value.typeName)")
    }
  }

  /// Unlike the clause ADD, the action ADD also appends to a list.
  package static func apply(_ updates: [AttributeUpdate], to item: Item) throws(UpdateFault) -> Item {
    var attributes = item.attributes
    for update in updates {
      let old = attributes[update.name]
      switch (update.action, update.value) {
      case (.put, let value): attributes[update.name] = value
      case (.delete, nil), (.add, nil): attributes[update.name] = nil
      case (.add, let value?):
        if case .list(let elements)? = old, case .list(let more) = value {
          attributes[update.name] = .list(elements + more)
        } else {
          attributes[update.name] = try mismatch { () throws(UpdateFault) in try Update.sum(of: old, and: value) }
        }
      case (.delete, let value?):
        if old == nil { continue }
        attributes[update.name] = try mismatch { () throws(UpdateFault) in
          try Update.difference(of: old, and: value)
        }
      }
    }
    return Item(attributes)
  }

  private static func mismatch<Result>(_ body: () throws(UpdateFault) -> Result) throws(UpdateFault) -> Result {
    do {
      return try body()
    } catch {
      throw error == .operandType ? .typeMismatch : error
    }
  }
}
