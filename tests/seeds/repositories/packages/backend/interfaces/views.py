from django.http import HttpRequest, JsonResponse

from application.place_order import place_order


def orders(request: HttpRequest) -> JsonResponse:
    order = place_order(request.POST["title"], int(request.POST["total"]))
    return JsonResponse({"id": order.id, "total": order.total})
