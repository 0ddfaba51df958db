import Protocols
import Testing

@testable import S3

/// The rules as a pure function: the time comes in.
@Suite struct LifecycleRulesTests {
  private let day: Int64 = 86_400_000
  /// 1 January 2026, 10:00.
  private let start = Timestamp(milliseconds: 1_767_261_600_000)
  private func midnight(_ days: Int64) -> Timestamp { Timestamp(milliseconds: 1_767_225_600_000 + days * day) }

  private func rules(_ fill: (inout Values<LifecycleRule>) -> Void) -> LifecycleRules {
    LifecycleRules(
      .with {
        $0[GetBucketLifecycleConfiguration.Output.rules] = [
          .with {
            $0[LifecycleRule.id] = "a b"
            $0[LifecycleRule.status] = "Enabled"
            $0[LifecycleRule.filter] = Values()
            fill(&$0)
          }
        ]
      })
  }

  private func subject(
    _ key: String = "k", size: Int = 200_000, tags: [(key: String, value: String)] = [],
    storageClass: String = "STANDARD"
  ) -> LifecycleRules.Subject {
    LifecycleRules.Subject(key: Array(key.utf8), size: size, tags: tags, storageClass: storageClass, since: start)
  }

  @Test func aPeriodEndsAtTheMidnightBehindIt() {
    let rules = rules { $0[LifecycleRule.expiration] = .with { $0[LifecycleExpiration.days] = 3 } }
    let end = rules.expiration(of: subject())
    #expect(end?.date == midnight(4))
    #expect(rules.action(on: subject(), now: Timestamp(milliseconds: midnight(4).milliseconds - 1)) == nil)
    #expect(rules.action(on: subject(), now: midnight(4)) == .expire)
    #expect(
      end.map(LifecycleRules.header) == "expiry-date=\"Mon, 05 Jan 2026 00:00:00 GMT\", rule-id=\"a%20b\"")
  }

  @Test func onlyWhatTheFilterCovers() {
    let rules = rules {
      $0[LifecycleRule.expiration] = .with { $0[LifecycleExpiration.date] = midnight(1) }
      $0[LifecycleRule.filter] = .with {
        $0[LifecycleRuleFilter.and] = .with {
          $0[LifecycleRuleAndOperator.prefix] = "p/"
          $0[LifecycleRuleAndOperator.tags] = [
            .with {
              $0[ObjectTag.key] = "t"
              $0[ObjectTag.value] = "1"
            }
          ]
          $0[LifecycleRuleAndOperator.objectSizeGreaterThan] = 10
          $0[LifecycleRuleAndOperator.objectSizeLessThan] = 20
        }
      }
    }
    let covered = subject("p/k", size: 15, tags: [("t", "1"), ("u", "2")])
    #expect(rules.action(on: covered, now: midnight(1)) == .expire)
    #expect(rules.action(on: subject("q/k", size: 15, tags: [("t", "1")]), now: midnight(1)) == nil)
    #expect(rules.action(on: subject("p/k", size: 10, tags: [("t", "1")]), now: midnight(1)) == nil)
    #expect(rules.action(on: subject("p/k", size: 20, tags: [("t", "1")]), now: midnight(1)) == nil)
    #expect(rules.action(on: subject("p/k", size: 15, tags: [("t", "2")]), now: midnight(1)) == nil)
  }

  @Test func objectsMoveToTheColdestClassThatIsDueAndSmallOnesStay() {
    let rules = rules {
      let steps: [(target: String, days: Int32)] = [("STANDARD_IA", 30), ("GLACIER", 60)]
      $0[LifecycleRule.transitions] = steps.map { step in
        Values<Transition>.with {
          $0[Transition.storageClass] = step.target
          $0[Transition.days] = step.days
        }
      }
    }
    #expect(rules.action(on: subject(), now: midnight(30)) == nil)
    #expect(rules.action(on: subject(), now: midnight(31)) == .transition("STANDARD_IA"))
    #expect(rules.action(on: subject(), now: midnight(61)) == .transition("GLACIER"))
    #expect(rules.action(on: subject(storageClass: "GLACIER"), now: midnight(61)) == nil)
    #expect(rules.action(on: subject(size: 1000), now: midnight(61)) == nil)
  }

  @Test func noncurrentVersionsAreKeptByNumberAndByDays() {
    let rules = rules {
      $0[LifecycleRule.noncurrentVersionExpiration] = .with {
        $0[NoncurrentVersionExpiration.noncurrentDays] = 2
        $0[NoncurrentVersionExpiration.newerNoncurrentVersions] = 1
      }
    }
    var version = subject()
    #expect(rules.noncurrentAction(on: version, now: midnight(9)) == nil)
    version.newer = 1
    #expect(rules.noncurrentAction(on: version, now: midnight(2)) == nil)
    #expect(rules.noncurrentAction(on: version, now: midnight(3)) == .expire)
  }

  @Test func aLoneMarkerGoesByItsOwnRuleOrWithTheDays() {
    let byFlag = rules {
      $0[LifecycleRule.expiration] = .with { $0[LifecycleExpiration.expiredObjectDeleteMarker] = true }
    }
    #expect(byFlag.removesMarker(Array("k".utf8), since: start, now: start))
    let byDays = rules { $0[LifecycleRule.expiration] = .with { $0[LifecycleExpiration.days] = 1 } }
    #expect(!byDays.removesMarker(Array("k".utf8), since: start, now: start))
    #expect(byDays.removesMarker(Array("k".utf8), since: start, now: midnight(2)))
  }
}
