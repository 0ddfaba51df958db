package import Protocols
package import Runtime
package import Storage

/// AWS Identity and Access Management (https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html), on one page.
/// Roles, users and policies are kept and answered; they decide nothing while authorisation is off.
///
/// `@unchecked Sendable`: only the Loop touches it.
package final class IAMService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "iam", title: "IAM", model: "iam/2010-05-08", signingName: "iam", apiVersion: "2010-05-08",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/", protocols: [.awsQuery],
    validationCode: "ValidationError", internalCode: "ServiceFailure", bodyLimit: 1 << 20)

  package static let unbuilt = UnbuiltOperation.named(
    """
    AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup
    AssociateDelegationRequest AttachGroupPolicy AttachUserPolicy ChangePassword CreateAccountAlias
    CreateDelegationRequest CreateGroup CreateInstanceProfile CreateLoginProfile CreateOpenIDConnectProvider
    CreateSAMLProvider CreateServiceLinkedRole CreateServiceSpecificCredential CreateVirtualMFADevice
    DeactivateMFADevice DeleteAccountAlias DeleteAccountPasswordPolicy DeleteGroup DeleteGroupPolicy
    DeleteInstanceProfile DeleteLoginProfile DeleteOpenIDConnectProvider DeleteRolePermissionsBoundary
    DeleteSAMLProvider DeleteSSHPublicKey DeleteServerCertificate DeleteServiceLinkedRole
    DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUserPermissionsBoundary DeleteUserPolicy
    DeleteVirtualMFADevice DetachGroupPolicy DetachUserPolicy DisableOrganizationsRootCredentialsManagement
    DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation EnableMFADevice
    EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation
    GenerateCredentialReport GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails
    GetAccessKeyLastUsed GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary
    GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetCredentialReport GetDelegationRequest GetGroup
    GetGroupPolicy GetHumanReadableSummary GetInstanceProfile GetLoginProfile GetMFADevice GetOpenIDConnectProvider
    GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo GetSAMLProvider GetSSHPublicKey
    GetServerCertificate GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities
    GetServiceLinkedRoleDeletionStatus GetUserPolicy ListAccountAliases ListAttachedGroupPolicies
    ListAttachedUserPolicies ListDelegationRequests ListEntitiesForPolicy ListGroupPolicies ListGroups
    ListGroupsForUser ListInstanceProfileTags ListInstanceProfiles ListInstanceProfilesForRole ListMFADeviceTags
    ListMFADevices ListOpenIDConnectProviderTags ListOpenIDConnectProviders ListOrganizationsFeatures
    ListPoliciesGrantingServiceAccess ListPolicyTags ListSAMLProviderTags ListSAMLProviders ListSSHPublicKeys
    ListServerCertificateTags ListServerCertificates ListServiceSpecificCredentials ListSigningCertificates
    ListUserPolicies ListUserTags ListVirtualMFADevices PutGroupPolicy PutRolePermissionsBoundary
    PutUserPermissionsBoundary PutUserPolicy RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider
    RemoveRoleFromInstanceProfile RemoveUserFromGroup ResetServiceSpecificCredential ResyncMFADevice
    SendDelegationToken SetSecurityTokenServicePreferences SimulateCustomPolicy SimulatePrincipalPolicy
    TagInstanceProfile TagMFADevice TagOpenIDConnectProvider TagPolicy TagSAMLProvider TagServerCertificate TagUser
    UntagInstanceProfile UntagMFADevice UntagOpenIDConnectProvider UntagPolicy UntagSAMLProvider
    UntagServerCertificate UntagUser UpdateAccountPasswordPolicy UpdateDelegationRequest UpdateGroup
    UpdateLoginProfile UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider UpdateSSHPublicKey
    UpdateServerCertificate UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser UploadSSHPublicKey
    UploadServerCertificate UploadSigningCertificate
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(AttachRolePolicy.self, on: self),
      OperationEntry(CreateAccessKey.self, on: self),
      OperationEntry(CreatePolicy.self, on: self),
      OperationEntry(CreatePolicyVersion.self, on: self),
      OperationEntry(CreateRole.self, on: self),
      OperationEntry(CreateUser.self, on: self),
      OperationEntry(DeleteAccessKey.self, on: self),
      OperationEntry(DeletePolicy.self, on: self),
      OperationEntry(DeletePolicyVersion.self, on: self),
      OperationEntry(DeleteRole.self, on: self),
      OperationEntry(DeleteRolePolicy.self, on: self),
      OperationEntry(DeleteUser.self, on: self),
      OperationEntry(DetachRolePolicy.self, on: self),
      OperationEntry(GetPolicy.self, on: self),
      OperationEntry(GetPolicyVersion.self, on: self),
      OperationEntry(GetRole.self, on: self),
      OperationEntry(GetRolePolicy.self, on: self),
      OperationEntry(GetUser.self, on: self),
      OperationEntry(ListAccessKeys.self, on: self),
      OperationEntry(ListAttachedRolePolicies.self, on: self),
      OperationEntry(ListPolicies.self, on: self),
      OperationEntry(ListPolicyVersions.self, on: self),
      OperationEntry(ListRolePolicies.self, on: self),
      OperationEntry(ListRoleTags.self, on: self),
      OperationEntry(ListRoles.self, on: self),
      OperationEntry(ListUsers.self, on: self),
      OperationEntry(PutRolePolicy.self, on: self),
      OperationEntry(SetDefaultPolicyVersion.self, on: self),
      OperationEntry(TagRole.self, on: self),
      OperationEntry(UntagRole.self, on: self),
      OperationEntry(UpdateAccessKey.self, on: self),
      OperationEntry(UpdateAssumeRolePolicy.self, on: self),
      OperationEntry(UpdateRole.self, on: self),
      OperationEntry(UpdateRoleDescription.self, on: self),
    ]
  }

  let store: IAMStore
  var ids = IDs()

  package init(_ database: Database, _ setting: ServiceSetting) throws { store = try IAMStore(database) }

  package func reset(account: String?) throws(AWSError) { try store.deleteAll(of: account) }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { try store.counts() }
}
