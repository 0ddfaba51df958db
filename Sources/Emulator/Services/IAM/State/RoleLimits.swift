/// Quotas of a role, white space not counted
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
enum RoleLimits {
  /// Characters of a trust policy.
  static let trustPolicy = 2048
  /// Characters of a managed policy.
  static let managedPolicy = 6144
  /// Versions of a managed policy.
  static let versions = 5
  /// Access keys of a user.
  static let accessKeys = 2
}
