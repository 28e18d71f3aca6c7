"""Accounts of the desk: invitations, log-in, sessions, roles. Every step is in the log, and no secret is."""

from tallywire.desk.accounts.accept import accept
from tallywire.desk.accounts.change_password import change_password
from tallywire.desk.accounts.disable import disable, enable
from tallywire.desk.accounts.errors import AccountError, LoginFailed, LoginRefused
from tallywire.desk.accounts.first import first_invitation
from tallywire.desk.accounts.invitation import invitation, open_invitations, take_back
from tallywire.desk.accounts.invite import invite
from tallywire.desk.accounts.listing import account, accounts
from tallywire.desk.accounts.log_in import log_in
from tallywire.desk.accounts.log_out import log_out, log_out_everywhere
from tallywire.desk.accounts.reset_link import reset_link
from tallywire.desk.accounts.session import signed_in
from tallywire.desk.accounts.set_role import set_role
from tallywire.desk.accounts.values import Account, Invitation, Role, SignedIn, as_role

__all__ = [
    "Account",
    "AccountError",
    "Invitation",
    "LoginFailed",
    "LoginRefused",
    "Role",
    "SignedIn",
    "accept",
    "account",
    "accounts",
    "as_role",
    "change_password",
    "disable",
    "enable",
    "first_invitation",
    "invitation",
    "invite",
    "log_in",
    "log_out",
    "log_out_everywhere",
    "open_invitations",
    "reset_link",
    "set_role",
    "signed_in",
    "take_back",
]
