import Protocols
import Testing

@testable import Runtime

/// Each operator of a condition, where it holds and where it does not
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
@Suite struct PolicyConditionTests {
  private func holds(_ name: String, _ wanted: [String], _ found: [String]?) -> Bool? {
    PolicyCondition(name, "aws:Key", wanted)?.holds(PolicyValues(found.map { ["aws:key": $0] } ?? [:]))
  }

  @Test(arguments: [
    ("StringEquals", "a", "a", "A"), ("StringNotEquals", "a", "b", "a"), ("StringEqualsIgnoreCase", "aB", "Ab", "c"),
    ("StringNotEqualsIgnoreCase", "aB", "c", "AB"), ("StringLike", "a*c?", "abbcd", "abc"),
    ("StringNotLike", "a*", "b", "ab"), ("NumericEquals", "5", "5.0", "6"), ("NumericNotEquals", "5", "6", "5"),
    ("NumericLessThan", "5", "4", "5"), ("NumericLessThanEquals", "5", "5", "6"),
    ("NumericGreaterThan", "5", "6", "5"), ("NumericGreaterThanEquals", "5", "5", "4"),
    ("DateEquals", "2026-01-01T00:00:00Z", "1767225600", "1767225601"),
    ("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"),
    ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"),
    ("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
    ("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"),
    ("DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
    ("Bool", "true", "TRUE", "false"), ("BinaryEquals", "YQ==", "YQ==", "Yg=="),
    ("IpAddress", "10.0.0.0/8", "10.1.2.3", "11.0.0.1"), ("IpAddress", "2001:db8::/32", "2001:db8::1", "2001:db9::1"),
    ("NotIpAddress", "10.0.0.0/8", "11.0.0.1", "10.1.2.3"),
    ("ArnEquals", "arn:aws:iam::*:user/a", "arn:aws:iam::1:user/a", "arn:aws:iam::1:user/b"),
    ("ArnLike", "arn:aws:iam::1:user/*", "arn:aws:iam::1:user/a", "arn:aws:iam::2:user/a"),
    ("ArnNotEquals", "arn:aws:iam::1:user/a", "arn:aws:iam::1:user/b", "arn:aws:iam::1:user/a"),
    ("ArnNotLike", "arn:aws:iam::1:*", "arn:aws:iam::2:user/a", "arn:aws:iam::1:user/a"),
  ])
  func comparesOneValue(_ name: String, _ wanted: String, _ right: String, _ wrong: String) {
    #expect(holds(name, [wanted], [right]) == true)
    #expect(holds(name, [wanted], [wrong]) == false)
    #expect(holds(name + "IfExists", [wanted], [right]) == true)
    #expect(holds(name + "IfExists", [wanted], [wrong]) == false)
    // What is absent is unlike anything, and like nothing.
    #expect(holds(name, [wanted], nil) == name.contains("Not"))
    #expect(holds(name + "IfExists", [wanted], nil) == true)
    #expect(PolicyCondition.isUnknown(name) == false)
  }

  @Test func severalValuesAreAlternatives() {
    #expect(holds("StringEquals", ["a", "b"], ["b"]) == true)
    #expect(holds("StringNotEquals", ["a", "b"], ["b"]) == false)
    #expect(holds("StringNotEquals", ["a", "b"], ["c"]) == true)
  }

  @Test func asksForPresence() {
    #expect(holds("Null", ["true"], nil) == true)
    #expect(holds("Null", ["false"], nil) == false)
    #expect(holds("Null", ["false"], ["x"]) == true)
  }

  @Test func quantifies() {
    #expect(holds("ForAllValues:StringEquals", ["a", "b"], ["a", "b"]) == true)
    #expect(holds("ForAllValues:StringEquals", ["a"], ["a", "b"]) == false)
    #expect(holds("ForAllValues:StringEquals", ["a"], nil) == true)
    #expect(holds("ForAnyValue:StringLike", ["a*"], ["x", "ab"]) == true)
    #expect(holds("ForAnyValue:StringEquals", ["a"], ["x"]) == false)
    #expect(holds("ForAnyValue:StringEquals", ["a"], nil) == false)
    #expect(holds("ForAnyValue:StringNotEquals", ["a"], nil) == false)
  }

  @Test(arguments: ["StringEqual", "Matches", "ForSomeValues:StringEquals", ""])
  func knowsNoOther(_ name: String) { #expect(PolicyCondition.isUnknown(name)) }
}
