import Protocols

/// Patterns that many members of CloudWatch Logs share.
enum LogsTraits {
  static let groupPattern = Trait.pattern(#"[\.\-_/#A-Za-z0-9]+"#)
  static let streamPattern = Trait.pattern("[^:*]*")
  static let identifierPattern = Trait.pattern(#"[\w#+=/:,.@-]*"#)
  static let resourcePattern = Trait.pattern(#"[\w+=/:,.@-]*"#)
  static let tagKeyPattern = Trait.pattern(#"^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$"#)
  static let tagValuePattern = Trait.pattern(#"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$"#)
}
