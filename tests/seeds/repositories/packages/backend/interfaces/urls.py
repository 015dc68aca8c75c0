from django.urls import path

from interfaces.views import orders

urlpatterns = [path("orders", orders)]
