"""Addresses of frameworks; REF is a name (nacc-general-2568) or a draft (draft-1)."""

from django.urls import path

from prongsai.frameworks.web.builder import downloads, drafts, edit, views, year

app_name = "frameworks"
urlpatterns = [
    path("", views.framework_list, name="list"),
    path("new/", drafts.create, name="create"),
    path("upload/", drafts.take_file, name="upload"),
    path("compare/", views.diff, name="diff"),
    path("schema.json", views.schema, name="schema"),
    path("year/", year.year, name="year"),
    path("<slug:ref>/", views.framework, name="framework"),
    path("<slug:ref>/clone/", drafts.clone, name="clone"),
    path("<slug:ref>/discard/", drafts.discard, name="discard"),
    path("<slug:ref>/propose/", drafts.propose, name="propose"),
    path("<slug:ref>/file.<slug:ending>", downloads.as_text, name="file"),
    path("<slug:ref>/xlsform/<slug:instrument>.xlsx", downloads.as_xlsform, name="xlsform"),
    path("<slug:ref>/wording/<slug:instrument>/", drafts.take_wording, name="wording"),
    path("<slug:ref>/disclosure/<slug:instrument>/", year.disclosure, name="disclosure"),
    path("<slug:ref>/node/", edit.node, name="root"),
    path("<slug:ref>/node/<path:place>/", edit.node, name="node"),
    path("<slug:ref>/add/<path:place>/", edit.add, name="add"),
    path("<slug:ref>/move/<path:place>/", edit.move, name="move"),
    path("<slug:ref>/remove/<path:place>/", edit.remove, name="remove"),
    path("<slug:ref>/check/", edit.check, name="check-root"),
    path("<slug:ref>/check/<path:place>/", edit.check, name="check"),
    path("<slug:ref>/<slug:part>/", views.part, name="part"),
]
