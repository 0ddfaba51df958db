/// Arithmetic of decimal(p, s) on 128-bit integers.
enum Decimal {
  static let maximum: Int128 = power(38) - 1

  private static let powers: [Int128] = {
    var list: [Int128] = [1]
    for _ in 1...38 { list.append(list[list.count - 1] * 10) }
    return list
  }()

  static func power(_ exponent: Int) -> Int128 { powers[exponent] }

  static let overflow = QueryFailure.outOfRange("Decimal overflow")

  static func fits(_ value: Int128, _ precision: Int) -> Bool {
    let limit: Int128 = power(precision)
    return value < limit && value > -limit
  }

  /// From one scale to another, half away from zero; nil on overflow of 38 digits.
  static func rescale(_ value: Int128, from: Int, to: Int) -> Int128? {
    if from == to { return value }
    if to > from {
      let (result, overflow) = value.multipliedReportingOverflow(by: power(to - from))
      return overflow ? nil : result
    }
    return divideRounding(value, power(from - to))
  }

  static func divideRounding(_ value: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    let twice: UInt128 = remainder.magnitude &* 2
    if twice >= divisor.magnitude { return (value < 0) == (divisor < 0) ? quotient + 1 : quotient - 1 }
    return quotient
  }

  static func add(_ left: Int128, _ right: Int128) throws(QueryFailure) -> Int128 {
    let (result, overflows) = left.addingReportingOverflow(right)
    if overflows || !fits(result, 38) { throw overflow }
    return result
  }

  static func multiply(_ left: Int128, _ right: Int128) throws(QueryFailure) -> Int128 {
    let (result, overflows) = left.multipliedReportingOverflow(by: right)
    if overflows || !fits(result, 38) { throw overflow }
    return result
  }

  /// `left / right` with `extra` further digits, half up. The dividend may need more than 128 bits.
  static func divide(_ left: Int128, _ right: Int128, extra: Int) throws(QueryFailure) -> Int128 {
    if right == 0 { throw .divisionByZero }
    if extra > 38 { throw overflow }
    let negative: Bool = (left < 0) != (right < 0)
    let scale: UInt128 = power(extra).magnitude
    let product: (high: UInt128, low: UInt128) = left.magnitude.multipliedFullWidth(by: scale)
    let divisor: UInt128 = right.magnitude
    if product.high >= divisor { throw overflow }
    let (quotient, remainder) = divisor.dividingFullWidth((product.high, product.low))
    var result: UInt128 = quotient
    if remainder >= divisor - remainder { result += 1 }
    if result > maximum.magnitude { throw overflow }
    return negative ? -Int128(result) : Int128(result)
  }

  /// `-12.30` of scale 2.
  static func text(_ value: Int128, scale: Int) -> String {
    if scale == 0 { return String(value) }
    var digits: String = String(value.magnitude)
    while digits.utf8.count <= scale { digits = "0" + digits }
    let split: String.Index = digits.index(digits.endIndex, offsetBy: -scale)
    return (value < 0 ? "-" : "") + digits[..<split] + "." + digits[split...]
  }

  /// Digits and their scale: `-1.50` is (-150, 2); an exponent moves the point. nil for what is no number or has too many
  /// digits.
  static func parse(_ bytes: some Collection<UInt8>) -> (value: Int128, scale: Int, precision: Int)? {
    var value: Int128 = 0
    var scale = 0
    var digits = 0
    var significant = 0
    var seenPoint = false
    var negative = false
    var exponent = 0
    var index = bytes.startIndex
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index = bytes.index(after: index)
    }
    while index < bytes.endIndex {
      let byte: UInt8 = bytes[index]
      index = bytes.index(after: index)
      if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
        continue
      }
      if byte | 0x20 == UInt8(ascii: "e") {
        guard digits > 0, let power = Int(String(decoding: bytes[index...], as: UTF8.self)), abs(power) < 1000 else {
          return nil
        }
        exponent = power
        break
      }
      guard byte >= 48, byte <= 57 else { return nil }
      digits += 1
      if significant > 0 || byte != 48 { significant += 1 }
      if significant > 38 { return nil }
      value = value * 10 + Int128(byte - 48)
      if seenPoint { scale += 1 }
    }
    if digits == 0 { return nil }
    scale -= exponent
    while scale < 0 {
      value *= 10
      significant += value == 0 ? 0 : 1
      scale += 1
      if significant > 38 { return nil }
    }
    while scale > 38 {
      if value % 10 != 0 { return nil }
      value /= 10
      scale -= 1
    }
    return (negative ? -value : value, scale, max(significant, scale, 1))
  }

  /// The nearest double.
  static func double(_ value: Int128, scale: Int) -> Double {
    if scale == 0 { return Double(value) }
    if value.magnitude < 1 << 53, scale <= 22 { return Double(value) / doublePowers[scale] }
    return Double(text(value, scale: scale)) ?? 0
  }

  private static let doublePowers: [Double] = (0...22).map { exponent in Double("1e\(exponent)") ?? 0 }

  /// nil where the double is not finite or too large for 38 digits.
  static func value(of double: Double, scale: Int) -> Int128? {
    guard double.isFinite else { return nil }
    guard let parsed = parse(double.description.utf8) else {
      // More digits than 38 stand before the point, or far behind it.
      return abs(double) < 1e-30 ? 0 : nil
    }
    return rescale(parsed.value, from: parsed.scale, to: scale).flatMap { fits($0, 38) ? $0 : nil }
  }
}
