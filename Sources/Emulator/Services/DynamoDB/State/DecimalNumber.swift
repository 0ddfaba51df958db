/// DynamoDB's number: exact decimal, at most 38 significant digits, zero or a magnitude from 1E-130 up to
/// 9.9999999999999999999999999999999999999E+125.
///
/// The value is `±coefficient × 10^exponent`. The form is canonical (no trailing zero in the coefficient, zero is
/// `+0 × 10^0`), so that equal numbers are equal bit for bit.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
package struct DecimalNumber: Hashable, Sendable {
  package let isNegative: Bool
  package let coefficient: UInt128
  package let exponent: Int

  package static let zero = DecimalNumber(isNegative: false, coefficient: 0, exponent: 0)

  static let digitLimit = 38
  static let greatestMagnitude = 125
  static let leastMagnitude = -130

  /// The caller gives a canonical triple.
  private init(isNegative: Bool, coefficient: UInt128, exponent: Int) {
    self.isNegative = isNegative
    self.coefficient = coefficient
    self.exponent = exponent
  }

  package init(_ integer: Int) {
    var exponent = 0
    var magnitude = UInt128(integer.magnitude)
    while magnitude != 0 && magnitude % 10 == 0 {
      magnitude /= 10
      exponent += 1
    }
    self.init(isNegative: integer < 0, coefficient: magnitude, exponent: exponent)
  }

  /// The exponent of the first significant digit: 0 for 1…9.99, -1 for 0.1…0.99. Of zero: 0.
  package var magnitude: Int {
    coefficient == 0 ? 0 : exponent + digitCount - 1
  }

  /// Significant digits; 1 for zero.
  package var digitCount: Int {
    DecimalNumber.digitCount(coefficient)
  }

  static func digitCount(_ coefficient: UInt128) -> Int {
    if coefficient < 10 { return 1 }
    // The bit length gives the count but for one; the table of powers settles it.
    let bits = UInt128.bitWidth - coefficient.leadingZeroBitCount
    let estimate = (bits * 1233) >> 12
    if estimate > 38 { return 39 }
    return coefficient >= powersOfTen[estimate] ? estimate + 1 : estimate
  }

  /// 10^0 … 10^38, all that a UInt128 holds.
  static let powersOfTen: [UInt128] = {
    var powers: [UInt128] = [1]
    for index in 0..<38 { powers.append(powers[index] * 10) }
    return powers
  }()
}

// MARK: - Order

extension DecimalNumber: Comparable {
  package static func < (left: DecimalNumber, right: DecimalNumber) -> Bool {
    if left.coefficient == 0 { return right.coefficient != 0 && !right.isNegative }
    if right.coefficient == 0 { return left.isNegative }
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? isLess(right, left) : isLess(left, right)
  }

  /// Compares the magnitudes of two numbers that are not zero: first the place of the first digit, then the digits
  /// brought to 38 places.
  private static func isLess(_ left: DecimalNumber, _ right: DecimalNumber) -> Bool {
    let leftDigits = left.digitCount
    let rightDigits = right.digitCount
    let leftMagnitude = left.exponent + leftDigits
    let rightMagnitude = right.exponent + rightDigits
    if leftMagnitude != rightMagnitude { return leftMagnitude < rightMagnitude }
    return left.coefficient * powersOfTen[digitLimit - leftDigits]
      < right.coefficient * powersOfTen[digitLimit - rightDigits]
  }
}

// MARK: - Arithmetic

extension DecimalNumber {
  package static prefix func - (number: DecimalNumber) -> DecimalNumber {
    DecimalNumber(
      isNegative: !number.isNegative && number.coefficient != 0, coefficient: number.coefficient,
      exponent: number.exponent)
  }

  /// The exact sum. A sum that needs more than 38 digits is an overflow too: DynamoDB rounds nothing and answers
  /// the same text for both.
  package func adding(_ other: DecimalNumber) throws(NumberFault) -> DecimalNumber {
    if coefficient == 0 { return other }
    if other.coefficient == 0 { return self }
    let (high, low) = exponent >= other.exponent ? (self, other) : (other, self)
    let shift = high.exponent - low.exponent
    // A coefficient that no longer fits 128 bits cannot come back under 38 digits: the other has 38 at the most.
    if shift > DecimalNumber.digitLimit { throw .overflow }
    let (aligned, tooWide) = high.coefficient.multipliedReportingOverflow(by: DecimalNumber.powersOfTen[shift])
    if tooWide { throw .overflow }
    if high.isNegative == low.isNegative {
      let (sum, carried) = aligned.addingReportingOverflow(low.coefficient)
      if carried { throw .overflow }
      return try DecimalNumber.bounded(isNegative: high.isNegative, sum, low.exponent)
    }
    if aligned >= low.coefficient {
      return try DecimalNumber.bounded(isNegative: high.isNegative, aligned - low.coefficient, low.exponent)
    }
    return try DecimalNumber.bounded(isNegative: low.isNegative, low.coefficient - aligned, low.exponent)
  }

  package func subtracting(_ other: DecimalNumber) throws(NumberFault) -> DecimalNumber {
    try adding(-other)
  }

  private static func bounded(
    isNegative: Bool, _ value: UInt128, _ scale: Int
  ) throws(NumberFault) -> DecimalNumber {
    if value == 0 { return zero }
    var coefficient = value
    var exponent = scale
    while true {
      let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: 10)
      if remainder != 0 { break }
      coefficient = quotient
      exponent += 1
    }
    let digits = digitCount(coefficient)
    if digits > digitLimit || exponent + digits - 1 > greatestMagnitude { throw .overflow }
    if exponent + digits - 1 < leastMagnitude { throw .underflow }
    return DecimalNumber(isNegative: isNegative, coefficient: coefficient, exponent: exponent)
  }
}

// MARK: - Text

/// Why a text or a result is not a DynamoDB number; `message` is DynamoDB's own.
package enum NumberFault: Error, Equatable {
  case empty
  case notANumber(String)
  case overflow
  case underflow
  case tooManyDigits

  package var message: String {
    switch self {
    case .empty: "The parameter cannot be converted to a numeric value"
    case .notANumber(let text): "The parameter cannot be converted to a numeric value: " + text
    case .overflow: "Number overflow. Attempting to store a number with magnitude larger than supported range"
    case .underflow: "Number underflow. Attempting to store a number with magnitude smaller than supported range"
    case .tooManyDigits: "Attempting to store more than 38 significant digits in a Number"
    }
  }
}

extension DecimalNumber {
  /// Reads `[+-] digits [. digits] [e [+-] digits]`, at least one digit before the exponent, no blanks.
  /// Of several faults the magnitude is named before the number of digits.
  package init(parsing text: some Collection<UInt8>) throws(NumberFault) {
    if text.isEmpty { throw .empty }
    var scan = NumberScan()
    for byte in text { scan.read(byte) }
    guard scan.isComplete else { throw .notANumber(String(decoding: text, as: UTF8.self)) }
    if scan.digits == 0 {
      self = DecimalNumber.zero
      return
    }
    let power = scan.scale + scan.signedPower
    let magnitude = power + scan.digits + scan.excessDigits - 1
    if magnitude > DecimalNumber.greatestMagnitude { throw .overflow }
    if magnitude < DecimalNumber.leastMagnitude { throw .underflow }
    if scan.excessDigits > 0 { throw .tooManyDigits }
    self.init(isNegative: scan.isNegative, coefficient: scan.coefficient, exponent: power)
  }

  /// The canonical text, as DynamoDB prints it: plain decimal, never an exponent.
  package var text: [UInt8] {
    if coefficient == 0 { return [UInt8(ascii: "0")] }
    var digits: [UInt8] = []
    var rest = coefficient
    // 18 digits at a time, so that most divisions are of 64 bits.
    while rest >= 1_000_000_000_000_000_000 {
      let (quotient, chunk) = rest.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
      DecimalNumber.appendReversed(UInt64(chunk), width: 18, to: &digits)
      rest = quotient
    }
    DecimalNumber.appendReversed(UInt64(rest), width: 1, to: &digits)

    var text: [UInt8] = []
    text.reserveCapacity(digits.count + 3)
    if isNegative { text.append(UInt8(ascii: "-")) }
    let point = digits.count + exponent
    if exponent >= 0 {
      text.append(contentsOf: digits.reversed())
      text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: exponent))
    } else if point > 0 {
      text.append(contentsOf: digits[(digits.count - point)...].reversed())
      text.append(UInt8(ascii: "."))
      text.append(contentsOf: digits[..<(digits.count - point)].reversed())
    } else {
      text.append(UInt8(ascii: "0"))
      text.append(UInt8(ascii: "."))
      text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
      text.append(contentsOf: digits.reversed())
    }
    return text
  }

  private static func appendReversed(_ value: UInt64, width: Int, to digits: inout [UInt8]) {
    var rest = value
    var written = 0
    while rest > 0 || written < width {
      digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      written += 1
    }
  }

  /// Whether a text is already the canonical one, seen from its bytes alone. False says nothing: the text may
  /// still be one that the full reading leaves as it is.
  package static func isCanonical(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    // 38 digits and a point; longer texts take the full reading.
    guard let first = rest.first, rest.count <= DecimalNumber.digitLimit else { return false }
    if first == UInt8(ascii: "0") { return text.count == 1 }
    var hasPoint = false
    for byte in rest {
      if byte == UInt8(ascii: ".") {
        if hasPoint { return false }
        hasPoint = true
      } else if byte < UInt8(ascii: "0") || byte > UInt8(ascii: "9") {
        return false
      }
    }
    if first == UInt8(ascii: ".") { return false }
    return !hasPoint || (rest.last != UInt8(ascii: "0") && rest.last != UInt8(ascii: "."))
  }
}

/// Reads a number byte by byte. Zeros that may turn out to be trailing wait until another digit follows.
private struct NumberScan {
  private enum Place { case start, signed, integer, fraction, power, signedPower, powerDigits, bad }
  private var place = Place.start
  private var sawDigit = false
  private var waitingZeros = 0
  private var fractionDigits = 0
  private var integerZeros = 0
  private var fractionDigitsAtLast = 0
  private var isPowerNegative = false
  private var power = 0
  var isNegative = false
  var coefficient: UInt128 = 0
  /// Significant digits taken into the coefficient, at most 38.
  var digits = 0
  /// Significant digits beyond 38.
  var excessDigits = 0

  /// The power of ten of the last significant digit, before the written exponent.
  var scale: Int { integerZeros - fractionDigitsAtLast }
  var signedPower: Int { isPowerNegative ? -power : power }
  var isComplete: Bool {
    switch place {
    case .integer, .fraction: sawDigit
    case .powerDigits: true
    case .start, .signed, .power, .signedPower, .bad: false
    }
  }

  mutating func read(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readDigit(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "."):
      place = place == .start || place == .signed || place == .integer ? .fraction : .bad
    case UInt8(ascii: "e"), UInt8(ascii: "E"):
      place = sawDigit && (place == .integer || place == .fraction) ? .power : .bad
    case UInt8(ascii: "+"), UInt8(ascii: "-"): readSign(isMinus: byte == UInt8(ascii: "-"))
    default: place = .bad
    }
  }

  private mutating func readSign(isMinus: Bool) {
    switch place {
    case .start:
      isNegative = isMinus
      place = .signed
    case .power:
      isPowerNegative = isMinus
      place = .signedPower
    case .signed, .integer, .fraction, .signedPower, .powerDigits, .bad: place = .bad
    }
  }

  private mutating func readDigit(_ digit: UInt8) {
    switch place {
    case .start, .signed, .integer:
      place = .integer
      sawDigit = true
      take(digit)
    case .fraction:
      sawDigit = true
      fractionDigits += 1
      take(digit)
    case .power, .signedPower, .powerDigits:
      place = .powerDigits
      // Cut off far outside the range and far before an Int overflows.
      if power < 100_000_000 { power = power * 10 + Int(digit) }
    case .bad: break
    }
  }

  private mutating func take(_ digit: UInt8) {
    if digit == 0 {
      if digits == 0 { return }
      waitingZeros += 1
      if place == .integer { integerZeros += 1 }
      return
    }
    for _ in 0..<waitingZeros { append(0) }
    waitingZeros = 0
    integerZeros = 0
    append(digit)
    fractionDigitsAtLast = fractionDigits
  }

  private mutating func append(_ digit: UInt8) {
    if digits < DecimalNumber.digitLimit {
      coefficient = coefficient * 10 + UInt128(digit)
      digits += 1
    } else {
      excessDigits += 1
    }
  }
}
