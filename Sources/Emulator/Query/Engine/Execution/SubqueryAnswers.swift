import Synchronization

/// What the query's subqueries answered. They are run before the query that holds them starts.
final class SubqueryAnswers: Sendable {
  enum Answer: Sendable {
    case scalar(Datum)
    case exists(Bool)
    /// For IN: the values, and whether one was NULL.
    case set(Set<Datum>, hasNull: Bool)
  }

  private let answers: Mutex<[Int: Answer]> = Mutex([:])

  func set(_ number: Int, _ answer: Answer) { answers.withLock { $0[number] = answer } }
  subscript(_ number: Int) -> Answer? { answers.withLock { $0[number] } }

  /// Equal values as equal keys: a timestamp's zone does not count, nor a zero's sign.
  static func key(_ value: Datum, _ type: SQLType) -> Datum {
    switch value {
    case .int(let packed) where type == .timestampWithZone: .int(ZonedTime.millis(packed))
    case .double(let number) where number == 0: .double(0)
    case .bytes(let text) where type.isChar: .bytes(Text.trimmedRight(text))
    default: value
    }
  }
}
