import Protocols

/// Patterns that many members of IAM and STS share.
enum IAMTraits {
  static let namePattern = Trait.pattern(#"[\w+=,.@-]+"#)
  static let nameOrEmptyPattern = Trait.pattern(#"[\w+=,.@-]*"#)
  static let tagKeyPattern = Trait.pattern(#"[\p{L}\p{Z}\p{N}_.:/=+\-@]+"#)
  static let tagValuePattern = Trait.pattern(#"[\p{L}\p{Z}\p{N}_.:/=+\-@]*"#)
  static let documentPattern = Trait.pattern(#"[\u0009\u000A\u000D\u0020-\u00FF]+"#)
  static let descriptionPattern = Trait.pattern(#"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*"#)
  static let pathPattern = Trait.pattern(#"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"#)
  static let pathPrefixPattern = Trait.pattern(#"\u002F[\u0021-\u007F]*"#)
  static let policyPathPattern = Trait.pattern(#"((/[A-Za-z0-9\.,\+@=_-]+)*)/"#)
  static let markerPattern = Trait.pattern(#"[\u0020-\u00FF]+"#)
  static let idPattern = Trait.pattern(#"[\w]+"#)
  static let versionPattern = Trait.pattern(#"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#)
  static let stsARNPattern = Trait.pattern(
    #"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+"#)
}
